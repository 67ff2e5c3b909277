#include "services/chassis/service/domain_service.h"
#include "services/partnerships/definition.h"

int main(int argc, char** argv) {
  return potential::service::RunDomainService(argc, argv, potential::partnerships::Definition());
}
