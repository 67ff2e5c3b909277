// The one write of anonymous respondents. It goes past the path of records on purpose: it takes no
// revision and leaves no change entry, history or request record, so that nothing tells when or in
// which order answers came in.

#ifndef POTENTIAL_SERVICES_WORKFORCE_SURVEY_SUBMISSION_H_
#define POTENTIAL_SERVICES_WORKFORCE_SURVEY_SUBMISSION_H_

#include <vector>

#include "google/protobuf/repeated_ptr_field.h"
#include "potential/workforce/v1/survey.pb.h"
#include "potential/workforce/v1/survey_service.pb.h"
#include "services/chassis/records/record_service.h"
#include "services/chassis/resource/violation.h"
#include "services/chassis/rpc/routes.h"

namespace potential::workforce {

// What is wrong with answers that keep the rules of their own message: questions that the survey
// does not have, that are answered twice, in another type than asked for, or with nothing. Pure.
std::vector<resource::FieldViolation> CheckAnswers(
    const v1::Survey& survey, const google::protobuf::RepeatedPtrField<v1::SurveyAnswer>& answers);

void BindSurveySubmission(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_SURVEY_SUBMISSION_H_
