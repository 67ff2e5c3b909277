// Server reflection, v1 and v1alpha, over the generated descriptor pool.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVER_REFLECTION_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVER_REFLECTION_H_

#include <set>
#include <string>
#include <vector>

#include "potential/reflection/v1/reflection.pb.h"
#include "services/chassis/rpc/routes.h"

namespace potential::server {

// Answers one question. `sent` holds the names of files that this stream has sent already; they are
// not sent again, except one that is asked for by its own name.
reflection::v1::ServerReflectionResponse Reflect(
    const reflection::v1::ServerReflectionRequest& request,
    const std::vector<std::string>& services, std::set<std::string>& sent);

// Paths of the two reflection methods.
inline constexpr char kReflectionV1[] =
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
inline constexpr char kReflectionV1Alpha[] =
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

// A handler for both paths; `services` are what it lists. At most 10,000 questions a stream.
rpc::RawHandler ReflectionHandler(std::vector<std::string> services);

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_REFLECTION_H_
