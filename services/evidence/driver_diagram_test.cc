#include "services/evidence/driver_diagram.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace potential::evidence {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Violated(const std::string& text) {
  v1::QiProject::DriverDiagram diagram;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &diagram));
  records::Violations violations;
  CheckDriverDiagram(diagram, violations);
  std::vector<std::string> paths;
  for (const auto& violation : violations.Under("")) paths.push_back(violation.field);
  return paths;
}

constexpr char kPrimary[] = "nodes { id: 'p1' kind: PRIMARY_DRIVER title: 'Primary' } ";
constexpr char kSecondary[] =
    "nodes { id: 's1' kind: SECONDARY_DRIVER title: 'Secondary' parent_ids: 'p1' } ";

TEST(DriverDiagramTest, AcceptsIdeasUnderSecondaryAndPrimaryDrivers) {
  EXPECT_THAT(Violated(""), IsEmpty());
  EXPECT_THAT(Violated(std::string(kPrimary) + kSecondary +
                       "nodes { id: 'c1' kind: CHANGE_IDEA parent_ids: 's1' parent_ids: 'p1' }"),
              IsEmpty());
}

TEST(DriverDiagramTest, AcceptsParentsThatStandAfterTheirChildren) {
  EXPECT_THAT(Violated(std::string(kSecondary) + kPrimary), IsEmpty());
}

TEST(DriverDiagramTest, RefusesNodesOfTheSameIdentifier) {
  EXPECT_THAT(Violated(std::string(kPrimary) + kPrimary),
              ElementsAre("driver_diagram.nodes[1].id"));
}

TEST(DriverDiagramTest, RefusesAPrimaryDriverWithParents) {
  EXPECT_THAT(
      Violated(std::string(kPrimary) + "nodes { id: 'p2' kind: PRIMARY_DRIVER parent_ids: 'p1' }"),
      ElementsAre("driver_diagram.nodes[1].parent_ids"));
}

TEST(DriverDiagramTest, RefusesOthersWithoutParents) {
  EXPECT_THAT(
      Violated("nodes { id: 's1' kind: SECONDARY_DRIVER } nodes { id: 'c1' kind: CHANGE_IDEA }"),
      ElementsAre("driver_diagram.nodes[0].parent_ids", "driver_diagram.nodes[1].parent_ids"));
}

TEST(DriverDiagramTest, RefusesParentsThatAreNotThereOrNamedTwice) {
  EXPECT_THAT(
      Violated(std::string(kPrimary) + "nodes { id: 'c1' kind: CHANGE_IDEA parent_ids: 'p1' "
                                       "parent_ids: 'p9' parent_ids: 'p1' }"),
      ElementsAre("driver_diagram.nodes[1].parent_ids[2]",
                  "driver_diagram.nodes[1].parent_ids[1]"));
}

TEST(DriverDiagramTest, RefusesParentsOfTheSameOrALaterKindAndSoEveryCircle) {
  EXPECT_THAT(Violated(std::string(kPrimary) +
                       "nodes { id: 's1' kind: SECONDARY_DRIVER parent_ids: 's2' } "
                       "nodes { id: 's2' kind: SECONDARY_DRIVER parent_ids: 's1' }"),
              ElementsAre("driver_diagram.nodes[1].parent_ids[0]",
                          "driver_diagram.nodes[2].parent_ids[0]"));
  EXPECT_THAT(Violated("nodes { id: 's1' kind: SECONDARY_DRIVER parent_ids: 'c1' } "
                       "nodes { id: 'c1' kind: CHANGE_IDEA parent_ids: 's1' }"),
              ElementsAre("driver_diagram.nodes[0].parent_ids[0]"));
}

}  // namespace
}  // namespace potential::evidence
