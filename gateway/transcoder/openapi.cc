#include "gateway/transcoder/openapi.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "gateway/transcoder/field_path.h"
#include "gateway/transcoder/http_rule.h"
#include "gateway/transcoder/json_writer.h"
#include "gateway/transcoder/openapi_path.h"
#include "gateway/transcoder/openapi_schema.h"
#include "gateway/transcoder/path_template.h"
#include "gateway/transcoder/well_known.h"
#include "google/protobuf/descriptor.pb.h"
#include "potential/options/v1/options.pb.h"
#include "services/chassis/storage/status_macros.h"

namespace potential::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using Use = SchemaWriter::Use;

constexpr char kJson[] = "application/json";
constexpr char kErrorSchema[] =
    R"({"type":"object","description":"google.rpc.Status",)"
    R"("properties":{"code":{"type":"integer","format":"int32","description":"gRPC code."},)"
    R"("message":{"type":"string"},"details":{"type":"array","items":{"type":"object",)"
    R"("description":"google.rpc.ErrorInfo, BadRequest and others, by `@type`.",)"
    R"("properties":{"@type":{"type":"string"}},"additionalProperties":true}}}})";
constexpr char kErrorResponse[] =
    R"({"description":"The call failed. 400 INVALID_ARGUMENT, )"
    R"(FAILED_PRECONDITION or OUT_OF_RANGE; 401 UNAUTHENTICATED; 403 PERMISSION_DENIED; )"
    R"(404 NOT_FOUND; 409 ALREADY_EXISTS or ABORTED; 413 body too large; 415 body not JSON; )"
    R"(429 RESOURCE_EXHAUSTED; 500 INTERNAL; 501 UNIMPLEMENTED; 503 UNAVAILABLE; )"
    R"(504 DEADLINE_EXCEEDED.","content":{"application/json":{"schema":)"
    R"({"$ref":"#/components/schemas/google.rpc.Status"}}}})";

// A method at one of its paths.
struct Operation {
  const MethodDescriptor* method;
  HttpBinding binding;
  PathTemplate path;
  int number;  // 0 for the rule itself, 1 and on for additional bindings
};

class DocumentWriter {
 public:
  absl::Status Add(const MethodDescriptor* method) {
    int number = 0;
    for (const HttpBinding& binding : HttpBindingsOf(method)) {
      ASSIGN_OR_RETURN(PathTemplate path, ParsePathTemplate(binding.path));
      std::string key = ToOpenApiPath(path).path;
      operations_[std::move(key)].push_back({method, binding, std::move(path), number++});
    }
    if (number == 0) return absl::OkStatus();
    schemas_.Reach(method->input_type(), Use::kInput);
    schemas_.Reach(method->output_type(), Use::kOutput);
    services_.emplace(method->service()->name(), method->service());
    return absl::OkStatus();
  }

  std::string Write(const OpenApiInfo& info) {
    json_.Open('{').Name("openapi").Text("3.1.0");
    json_.Name("info").Open('{').Name("title").Text(info.title);
    json_.Name("version").Text(info.version).Name("description").Text(info.description).Close('}');
    json_.Name("servers").Raw(R"([{"url":"/"}])");
    WriteTags();
    json_.Name("paths").Open('{');
    for (const auto& [path, operations] : operations_) {
      json_.Name(path).Open('{');
      for (const Operation& operation : operations) WriteOperation(operation);
      json_.Close('}');
    }
    json_.Close('}');
    json_.Name("components").Open('{').Name("responses").Open('{');
    json_.Name("Error").Raw(kErrorResponse).Close('}').Name("schemas").Open('{');
    schemas_.WriteComponents(&json_);
    json_.Name("google.rpc.Status").Raw(kErrorSchema).Close('}').Close('}').Close('}');
    return std::move(json_).Take();
  }

 private:
  void WriteTags() {
    json_.Name("tags").Open('[');
    for (const auto& [name, service] : services_) {
      json_.Open('{').Name("name").Text(name);
      json_.Name("description").Text(CommentOf(service)).Close('}');
    }
    json_.Close(']');
  }

  void WriteOperation(const Operation& operation) {
    const MethodDescriptor* method = operation.method;
    json_.Name(absl::AsciiStrToLower(operation.binding.http_method)).Open('{');
    std::string id = absl::StrCat(method->service()->name(), "_", method->name());
    if (operation.number > 0) absl::StrAppend(&id, "_", operation.number + 1);
    json_.Name("operationId").Text(id);
    json_.Name("tags").Open('[').Text(method->service()->name()).Close(']');
    json_.Name("description").Text(CommentOf(method));
    const auto& rules = method->options().GetExtension(potential::options::v1::method);
    json_.Name("x-permission")
        .Text(potential::options::v1::MethodRules::Permission_Name(rules.permission()));
    WriteParameters(operation);
    WriteRequestBody(operation);
    WriteResponses(method);
    json_.Close('}');
  }

  void WriteParameters(const Operation& operation) {
    json_.Name("parameters").Open('[');
    for (const std::string& name : ToOpenApiPath(operation.path).parameters) {
      json_.Open('{').Name("name").Text(name).Name("in").Text("path");
      json_.Name("required").Bool(true);
      json_.Name("schema").Raw(R"({"type":"string"})").Close('}');
    }
    if (operation.binding.body != "*") {
      WriteQueryFields(operation, operation.method->input_type(), "", "");
    }
    json_.Close(']');
  }

  // Fields that neither the path nor the body gives, those of nested messages with dotted names.
  // `prefix` and `json_prefix` are where `type` stands, in the names of the contract and of JSON.
  void WriteQueryFields(const Operation& operation, const Descriptor* type,
                        const std::string& prefix, const std::string& json_prefix) {
    constexpr ptrdiff_t kMaxDepth = 3;
    const bool leads_on = std::count(prefix.begin(), prefix.end(), '.') < kMaxDepth;
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      const std::string path = absl::StrCat(prefix, field->name());
      const std::string json_path = absl::StrCat(json_prefix, field->json_name());
      if (path == operation.binding.body || IsVariable(operation, path)) continue;
      if (path == UploadOf(operation).data() || path == UploadOf(operation).last()) continue;
      const WellKnown kind = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE
                                 ? WellKnownOf(field->message_type())
                                 : WellKnown::kWrapper;
      if (IsScalarForm(kind)) {
        WriteQueryField(field, json_path);
      } else if (kind == WellKnown::kNone && !field->is_repeated() && leads_on) {
        WriteQueryFields(operation, field->message_type(), absl::StrCat(path, "."),
                         absl::StrCat(json_path, "."));
      }
    }
  }

  void WriteQueryField(const FieldDescriptor* field, const std::string& name) {
    json_.Open('{').Name("name").Text(name).Name("in").Text("query").Name("schema");
    schemas_.WriteField(field, Use::kInput, &json_);
    json_.Close('}');
  }

  static bool IsVariable(const Operation& operation, const std::string& path) {
    for (const PathVariable& variable : operation.path.variables) {
      if (variable.field_path == path) return true;
    }
    return false;
  }

  static const potential::options::v1::UploadRules& UploadOf(const Operation& operation) {
    return operation.method->options().GetExtension(potential::options::v1::method).upload();
  }

  // A file in one of its media types.
  void WriteUpload(const potential::options::v1::UploadRules& upload) {
    json_.Name("requestBody").Open('{').Name("required").Bool(true);
    json_.Name("content").Open('{');
    for (const std::string& type : upload.media_types()) json_.Name(type).Raw("{}");
    json_.Close('}').Close('}');
  }

  void WriteRequestBody(const Operation& operation) {
    const HttpBinding& binding = operation.binding;
    if (UploadOf(operation).media_types_size() > 0) return WriteUpload(UploadOf(operation));
    if (binding.body.empty()) return;
    const Descriptor* request = operation.method->input_type();
    json_.Name("requestBody").Open('{').Name("required").Bool(binding.body != "*");
    json_.Name("content").Open('{').Name(kJson).Open('{').Name("schema");
    if (binding.body == "*") {
      std::set<const FieldDescriptor*> by_path;
      for (const PathVariable& variable : operation.path.variables) {
        by_path.insert(request->FindFieldByName(variable.field_path));
      }
      schemas_.WriteInlineObject(request, by_path, &json_);
    } else if (const FieldDescriptor* body = request->FindFieldByName(binding.body)) {
      WriteBodyField(body->message_type(), /*whole=*/binding.http_method != "PATCH");
    } else {
      json_.Raw("{}");
    }
    json_.Close('}').Close('}').Close('}');
  }

  // A record as a body; a PATCH may leave out what a new record must have.
  void WriteBodyField(const Descriptor* type, bool whole) {
    const std::vector<std::string> required =
        whole ? SchemaWriter::RequiredFields(type) : std::vector<std::string>();
    if (required.empty()) return SchemaWriter::WriteMessageRef(type, &json_);
    json_.Open('{').Name("allOf").Open('[');
    SchemaWriter::WriteMessageRef(type, &json_);
    json_.Close(']').Name("required").Open('[');
    for (const std::string& name : required) json_.Text(name);
    json_.Close(']').Close('}');
  }

  void WriteResponses(const MethodDescriptor* method) {
    json_.Name("responses").Open('{').Name("200").Open('{');
    json_.Name("description").Text(CommentOf(method->output_type()));
    json_.Name("content").Open('{');
    if (!method->server_streaming()) {
      WriteContent(kJson, method->output_type());
    } else {
      WriteContent("text/event-stream", method->output_type());
      WriteLines(method->output_type());
    }
    json_.Close('}').Close('}');
    json_.Name("default").Raw(R"({"$ref":"#/components/responses/Error"})").Close('}');
  }

  void WriteContent(absl::string_view media_type, const Descriptor* type) {
    json_.Name(media_type).Open('{').Name("schema");
    SchemaWriter::WriteMessageRef(type, &json_);
    json_.Close('}');
  }

  // A stream as lines: each holds a result, or in the end an error.
  void WriteLines(const Descriptor* type) {
    json_.Name("application/x-ndjson").Open('{').Name("schema").Open('{');
    json_.Name("type").Text("object").Name("properties").Open('{').Name("result");
    SchemaWriter::WriteMessageRef(type, &json_);
    json_.Name("error").Raw(R"({"$ref":"#/components/schemas/google.rpc.Status"})");
    json_.Close('}').Close('}').Close('}');
  }

  JsonWriter json_;
  SchemaWriter schemas_;
  std::map<std::string, std::vector<Operation>> operations_;  // by path
  std::map<std::string, const ServiceDescriptor*> services_;
};

absl::Status AddFile(const FileDescriptor* file, DocumentWriter* document) {
  for (int i = 0; i < file->service_count(); ++i) {
    const ServiceDescriptor* service = file->service(i);
    for (int j = 0; j < service->method_count(); ++j) {
      RETURN_IF_ERROR(document->Add(service->method(j)));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> OpenApiDocument(absl::string_view descriptor_set,
                                            const OpenApiInfo& info) {
  FileDescriptorSet set;
  if (descriptor_set.size() > std::numeric_limits<int>::max() ||
      !set.ParseFromArray(descriptor_set.data(), static_cast<int>(descriptor_set.size()))) {
    return absl::InvalidArgumentError("the descriptor set cannot be read");
  }
  DescriptorPool pool;
  std::vector<const FileDescriptor*> files;
  for (const FileDescriptorProto& proto : set.file()) {
    const FileDescriptor* file = pool.BuildFile(proto);
    if (file == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat(proto.name(), " of the descriptor set does not fit"));
    }
    files.push_back(file);
  }
  DocumentWriter document;
  for (const FileDescriptor* file : files) RETURN_IF_ERROR(AddFile(file, &document));
  return document.Write(info);
}

}  // namespace potential::gateway
