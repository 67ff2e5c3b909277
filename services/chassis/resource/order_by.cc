#include "services/chassis/resource/order_by.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/chassis/resource/query_scanner.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::resource {
namespace {

using internal::QueryScanner;
using internal::Token;
using storage::Order;

class OrderParser {
 public:
  OrderParser(const ColumnPlan& plan, absl::string_view order_by)
      : plan_(plan), scanner_("order_by", order_by) {}

  absl::StatusOr<std::vector<Order>> Parse() {
    RETURN_IF_ERROR(scanner_.CheckText(kMaxOrderLength));
    if (scanner_.Peek().kind == Token::Kind::kEnd) return std::vector<Order>();
    for (;;) {
      RETURN_IF_ERROR(ParseKey());
      const Token token = scanner_.Next();
      if (token.kind == Token::Kind::kEnd) return std::move(keys_);
      if (token.kind != Token::Kind::kComma) return Unexpected(token, "a comma or the end");
    }
  }

 private:
  absl::Status Unexpected(const Token& found, absl::string_view expected) const {
    return scanner_.ErrorAt(found.offset,
                            absl::StrCat("expected ", expected, ", found ", found.Display()));
  }

  absl::Status ParseKey() {
    const Token name = scanner_.Next();
    const FieldColumn* field = name.kind == Token::Kind::kWord ? plan_.Find(name.text) : nullptr;
    if (field == nullptr) {
      return Unexpected(name, absl::StrCat("one of the fields ", plan_.declared_fields()));
    }
    RETURN_IF_ERROR(CheckSortable(*field, name));
    bool descending = false;
    const Token direction = scanner_.Peek();
    if (direction.kind == Token::Kind::kWord) {
      descending = direction.text == "desc";
      if (!descending && direction.text != "asc")
        return Unexpected(direction, "asc, desc or a comma");
      scanner_.Next();
    }
    keys_.push_back({.column = field->column.name, .descending = descending});
    return absl::OkStatus();
  }

  absl::Status CheckSortable(const FieldColumn& field, const Token& name) {
    const auto refuse = [&](absl::string_view why) {
      return scanner_.ErrorAt(name.offset, absl::StrCat("`", name.text, "` ", why));
    };
    if (field.column.type == storage::ColumnType::kList) return refuse("is a list: no sort key");
    if (field.column.name == "id") return refuse("is the last sort key already; leave it out");
    const bool repeated = std::any_of(keys_.begin(), keys_.end(), [&](const Order& key) {
      return key.column == field.column.name;
    });
    if (repeated) return refuse("stands twice");
    if (keys_.size() == kMaxOrderFields) {
      return refuse(absl::StrCat("is one too many: at most ", kMaxOrderFields, " fields"));
    }
    key_bytes_ += field.max_key_bytes;
    if (key_bytes_ > kMaxOrderKeyBytes) {
      return refuse("makes the sort keys too long; leave a text field out");
    }
    return absl::OkStatus();
  }

  const ColumnPlan& plan_;
  QueryScanner scanner_;
  std::vector<Order> keys_;
  size_t key_bytes_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<Order>> ParseOrderBy(const ColumnPlan& plan,
                                                absl::string_view order_by) {
  return OrderParser(plan, order_by).Parse();
}

}  // namespace potential::resource
