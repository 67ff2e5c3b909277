#include "services/evidence/driver_diagram.h"

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/evidence/distinct.h"

namespace potential::evidence {
namespace {

using Diagram = v1::QiProject::DriverDiagram;
using Node = Diagram::Node;
using Kinds = absl::flat_hash_map<std::string, Node::Kind>;

void CheckParents(const Node& node, const Kinds& kinds, const std::string& path,
                  records::Violations& violations) {
  const std::string parents = absl::StrCat(path, ".parent_ids");
  const bool drives_aim = node.kind() == Node::PRIMARY_DRIVER;
  violations.Require(drives_aim == node.parent_ids().empty(), parents,
                     drives_aim ? "is not accepted of a PRIMARY_DRIVER, which drives the aim"
                                : "is required: what does it act on?");
  if (drives_aim) return;
  RequireDistinct(
      node.parent_ids(), parents, "", [](const std::string& id) { return id; }, violations);
  for (int i = 0; i < node.parent_ids_size(); ++i) {
    const auto parent = kinds.find(node.parent_ids(i));
    const std::string item = absl::StrCat(parents, "[", i, "]");
    if (parent == kinds.end()) {
      violations.Add(item, "names no node of the diagram");
    } else if (parent->second >= node.kind()) {
      violations.Add(item, absl::StrCat("names a ", Node::Kind_Name(parent->second), "; a ",
                                        Node::Kind_Name(node.kind()),
                                        " acts on nodes of a kind before its own"));
    }
  }
}

}  // namespace

void CheckDriverDiagram(const Diagram& diagram, records::Violations& violations) {
  constexpr char kNodes[] = "driver_diagram.nodes";
  RequireDistinct(
      diagram.nodes(), kNodes, "id", [](const Node& node) { return node.id(); }, violations);
  Kinds kinds;
  for (const Node& node : diagram.nodes()) kinds.emplace(node.id(), node.kind());
  for (int i = 0; i < diagram.nodes_size(); ++i) {
    CheckParents(diagram.nodes(i), kinds, absl::StrCat(kNodes, "[", i, "]"), violations);
  }
}

}  // namespace potential::evidence
