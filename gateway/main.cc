#include "gateway/gateway_application.h"

int main(int argc, char** argv) {
  return potential::server::RunProcess(argc, argv, potential::gateway::GatewayProcess());
}
