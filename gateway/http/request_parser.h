// From the parser of Beast to the values of this folder.

#ifndef POTENTIAL_GATEWAY_HTTP_REQUEST_PARSER_H_
#define POTENTIAL_GATEWAY_HTTP_REQUEST_PARSER_H_

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "gateway/http/message.h"
#include "gateway/http/settings.h"

namespace potential::gateway {

using RequestParser = boost::beast::http::request_parser<boost::beast::http::string_body>;

// The head of a request whose head has been read.
RequestHead HeadOf(const RequestParser& parser);

// The answer to a request that could not be read: 400, 413 or 431. Nullopt if there is nobody to
// answer, because the connection ended or its time was up.
std::optional<Response> RefusalOf(boost::beast::error_code error, const HttpSettings& settings);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_HTTP_REQUEST_PARSER_H_
