#include "services/chassis/resource/filter.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/chassis/resource/comparison.h"
#include "services/chassis/resource/query_scanner.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::resource {
namespace {

using internal::QueryScanner;
using internal::Token;
using storage::Predicate;

bool IsKeyword(const Token& token) {
  return token.kind == Token::Kind::kWord &&
         (token.text == "AND" || token.text == "OR" || token.text == "NOT");
}

// Recursive descent; kMaxFilterDepth bounds the recursion.
class FilterParser {
 public:
  FilterParser(const ColumnPlan& plan, absl::string_view filter)
      : plan_(plan), scanner_("filter", filter) {}

  absl::StatusOr<Predicate> Parse() {
    RETURN_IF_ERROR(scanner_.CheckText(kMaxFilterLength));
    if (scanner_.Peek().kind == Token::Kind::kEnd) return Predicate::True();
    ASSIGN_OR_RETURN(Predicate predicate, ParseSequence(0));
    const Token rest = scanner_.Next();
    if (rest.kind == Token::Kind::kEnd) return predicate;
    return Unexpected(rest, "AND, OR or the end");
  }

 private:
  absl::Status Unexpected(const Token& found, absl::string_view expected) const {
    return scanner_.ErrorAt(found.offset,
                            absl::StrCat("expected ", expected, ", found ", found.Display()));
  }

  absl::StatusOr<Predicate> ParseSequence(int depth) {
    ASSIGN_OR_RETURN(Predicate first, ParseTerm(depth));
    std::vector<Predicate> terms;
    terms.push_back(std::move(first));
    std::string joint;
    for (;;) {
      const Token token = scanner_.Peek();
      if (token.kind != Token::Kind::kWord || (token.text != "AND" && token.text != "OR")) break;
      if (!joint.empty() && joint != token.text) {
        return scanner_.ErrorAt(
            token.offset, "AND and OR stand side by side; put parentheses around one of them");
      }
      joint = token.text;
      scanner_.Next();
      ASSIGN_OR_RETURN(Predicate term, ParseTerm(depth));
      terms.push_back(std::move(term));
    }
    if (terms.size() == 1) return std::move(terms.front());
    return joint == "AND" ? Predicate::All(std::move(terms)) : Predicate::Any(std::move(terms));
  }

  absl::StatusOr<Predicate> ParseTerm(int depth) {
    const Token token = scanner_.Next();
    const bool negated = token.kind == Token::Kind::kWord && token.text == "NOT";
    const bool nests = negated || token.kind == Token::Kind::kOpen;
    if (nests && depth >= kMaxFilterDepth) {
      return scanner_.ErrorAt(token.offset, absl::StrCat("nested deeper than ", kMaxFilterDepth));
    }
    if (negated) {
      ASSIGN_OR_RETURN(Predicate term, ParseTerm(depth + 1));
      return Predicate::Not(std::move(term));
    }
    if (token.kind == Token::Kind::kOpen) {
      ASSIGN_OR_RETURN(Predicate inside, ParseSequence(depth + 1));
      const Token close = scanner_.Next();
      if (close.kind != Token::Kind::kClose) return Unexpected(close, "AND, OR or `)`");
      return inside;
    }
    return ParseComparison(token);
  }

  absl::StatusOr<Predicate> ParseComparison(const Token& name) {
    if (name.kind != Token::Kind::kWord || IsKeyword(name)) {
      return Unexpected(name, "a field, NOT or `(`");
    }
    if (++terms_ > kMaxFilterTerms) {
      return scanner_.ErrorAt(name.offset,
                              absl::StrCat("more than ", kMaxFilterTerms, " comparisons"));
    }
    const FieldColumn* field = plan_.Find(name.text);
    if (field == nullptr) {
      return Unexpected(name, absl::StrCat("one of the fields ", plan_.declared_fields()));
    }
    const Token op = scanner_.Next();
    if (op.kind != Token::Kind::kOperator) return Unexpected(op, "=, !=, <, <=, >, >= or :");
    ASSIGN_OR_RETURN(const Token literal, scanner_.NextLiteral());
    const bool is_literal = literal.kind == Token::Kind::kQuoted ||
                            (literal.kind == Token::Kind::kWord && !IsKeyword(literal));
    if (!is_literal) return Unexpected(literal, "a value, quoted if it is a keyword or has spaces");
    if (op.text == ":" && literal.kind == Token::Kind::kWord && literal.text == "*") {
      return internal::IsSet(*field);
    }
    absl::StatusOr<Predicate> compared = internal::Compare(*field, op.text, literal.text);
    if (compared.ok()) return compared;
    return scanner_.ErrorAt(name.offset, compared.status().message());
  }

  const ColumnPlan& plan_;
  QueryScanner scanner_;
  int terms_ = 0;
};

}  // namespace

absl::StatusOr<Predicate> ParseFilter(const ColumnPlan& plan, absl::string_view filter) {
  return FilterParser(plan, filter).Parse();
}

}  // namespace potential::resource
