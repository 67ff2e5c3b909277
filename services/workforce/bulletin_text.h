// The words of an issue of the bulletin, as they are sent out.

#ifndef POTENTIAL_SERVICES_WORKFORCE_BULLETIN_TEXT_H_
#define POTENTIAL_SERVICES_WORKFORCE_BULLETIN_TEXT_H_

#include <functional>
#include <string>

#include "potential/workforce/v1/bulletin.pb.h"

namespace potential::workforce {

// Names for people, by identifier.
struct BulletinTitles {
  std::function<std::string(const std::string& id)> line;
  std::function<std::string(const std::string& id)> organisation;
};

// Plain text: title, number and day of the issue, its introduction, and its entries, which come in
// groups by the service line or the other organisation that offers them. An issue without entries
// says so. Pure.
std::string BulletinText(const v1::Bulletin& bulletin, const BulletinTitles& titles);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_BULLETIN_TEXT_H_
