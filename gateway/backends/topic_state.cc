#include "gateway/backends/topic_state.h"

namespace potential::gateway {

TopicState StateOf(const indicators::v1::QueryIndicatorsResponse& figures) {
  TopicState state;
  if (figures.incarnations_size() > 0) state.incarnation = figures.incarnations(0);
  state.revisions = {figures.topic_revisions().begin(), figures.topic_revisions().end()};
  return state;
}

}  // namespace potential::gateway
