// The words of an issue of the bulletin, as they are sent out.

#ifndef POTENTIAL_SERVICES_WORKFORCE_BULLETIN_TEXT_H_
#define POTENTIAL_SERVICES_WORKFORCE_BULLETIN_TEXT_H_

#include <functional>
#include <string>
#include <vector>

#include "potential/workforce/v1/bulletin.pb.h"
#include "potential/workforce/v1/opportunity.pb.h"

namespace potential::workforce {

// Name for people of a service line, by its identifier.
using LineTitle = std::function<std::string(const std::string& id)>;

// Plain text: title, number and day of the issue, its introduction, and the opportunities, which
// come in groups by service line. An issue without opportunities says so. Pure.
std::string BulletinText(const v1::Bulletin& bulletin,
                         const std::vector<v1::Opportunity>& opportunities,
                         const LineTitle& line_title);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_BULLETIN_TEXT_H_
