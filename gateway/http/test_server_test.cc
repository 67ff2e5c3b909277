#include "gateway/http/test_server.h"

#include <utility>

namespace potential::gateway {

void FakeStream::AwaitAsked(int times) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return asked_ >= times; });
}

void FakeStream::AwaitCancelled() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return cancelled_; });
}

int FakeStream::asked() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return asked_;
}

class FakeDispatcher::Handle : public StreamHandle {
 public:
  explicit Handle(std::shared_ptr<FakeStream> stream) : stream_(std::move(stream)) {}
  ~Handle() override { Cancel(); }

  void RequestNext() override {
    std::lock_guard<std::mutex> lock(stream_->mutex_);
    ++stream_->asked_;
    stream_->changed_.notify_all();
  }

  void Cancel() override {
    std::lock_guard<std::mutex> lock(stream_->mutex_);
    stream_->cancelled_ = true;
    stream_->changed_.notify_all();
  }

 private:
  std::shared_ptr<FakeStream> stream_;
};

std::string FakeUpload::AwaitMessage(size_t index) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return messages_.size() > index; });
  return messages_[index];
}

void FakeUpload::AwaitEnd() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return ended_; });
}

void FakeUpload::AwaitCancelled() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return cancelled_; });
}

size_t FakeUpload::messages() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return messages_.size();
}

void FakeUpload::End(UnaryResult result) {
  FakeDispatcher::Done done;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    done = std::exchange(done_, nullptr);
  }
  ASSERT_TRUE(done) << "the call is over already";
  done(std::move(result));
}

void FakeUpload::Answer(bool taken) {
  std::function<void(bool)> answer;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    answer = std::exchange(taken_, nullptr);
  }
  answer(taken);
}

class FakeDispatcher::FileHandle : public UploadHandle {
 public:
  explicit FileHandle(std::shared_ptr<FakeUpload> upload) : upload_(std::move(upload)) {}
  ~FileHandle() override {
    Cancel();
    std::lock_guard<std::mutex> lock(upload_->mutex_);
    upload_->taken_ = nullptr;
    upload_->done_ = nullptr;
  }

  void Send(std::string message, std::function<void(bool)> taken) override {
    std::lock_guard<std::mutex> lock(upload_->mutex_);
    upload_->messages_.push_back(std::move(message));
    upload_->taken_ = std::move(taken);
    upload_->changed_.notify_all();
  }
  void End() override {
    std::lock_guard<std::mutex> lock(upload_->mutex_);
    upload_->ended_ = true;
    upload_->changed_.notify_all();
  }
  void Cancel() override {
    std::lock_guard<std::mutex> lock(upload_->mutex_);
    upload_->cancelled_ = true;
    upload_->changed_.notify_all();
  }

 private:
  std::shared_ptr<FakeUpload> upload_;
};

std::unique_ptr<UploadHandle> FakeDispatcher::Upload(Call call, Done done) {
  auto upload = std::make_shared<FakeUpload>();
  upload->done_ = std::move(done);
  std::lock_guard<std::mutex> lock(mutex_);
  calls_.push_back(std::move(call));
  upload_ = upload;
  changed_.notify_all();
  return std::make_unique<FileHandle>(upload);
}

std::shared_ptr<FakeUpload> FakeDispatcher::AwaitUpload() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return upload_ != nullptr; });
  return upload_;
}

CancelUnary FakeDispatcher::Unary(Call call, Done done) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    calls_.push_back(call);
    changed_.notify_all();
  }
  if (on_unary) {
    on_unary(call, std::move(done));
  } else {
    done({absl::OkStatus(), "", {}});
  }
  return [this] {
    std::lock_guard<std::mutex> lock(mutex_);
    cancelled_ = true;
    changed_.notify_all();
  };
}

void FakeDispatcher::AwaitCancelled() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return cancelled_; });
}

bool FakeDispatcher::cancelled() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return cancelled_;
}

std::unique_ptr<StreamHandle> FakeDispatcher::Stream(Call call,
                                                     std::function<void(std::string)> on_message,
                                                     std::function<void(absl::Status)> on_done) {
  if (on_stream) on_stream();
  auto stream = std::make_shared<FakeStream>();
  stream->on_message_ = std::move(on_message);
  stream->on_done_ = std::move(on_done);
  std::lock_guard<std::mutex> lock(mutex_);
  calls_.push_back(std::move(call));
  streams_.push_back(stream);
  changed_.notify_all();
  return std::make_unique<Handle>(stream);
}

std::vector<Call> FakeDispatcher::calls() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return calls_;
}

void FakeDispatcher::AwaitCalls(size_t count) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return calls_.size() >= count; });
}

std::shared_ptr<FakeStream> FakeDispatcher::AwaitStream(size_t index) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [&] { return streams_.size() > index; });
  return streams_[index];
}

HttpTest::HttpTest() {
  // Naming a type of each file makes sure that its descriptors are linked.
  workforce::v1::OpenOpportunityRequest::descriptor();
  dashboard::v1::GetDashboardRequest::descriptor();
  occupation::v1::ImportInterventionsRequest::descriptor();
  auto* pool = google::protobuf::DescriptorPool::generated_pool();
  methods_.emplace(
      *MethodTable::Build({pool->FindServiceByName("potential.workforce.v1.OpportunityService"),
                           pool->FindServiceByName("potential.occupation.v1.InterventionService"),
                           pool->FindServiceByName("potential.dashboard.v1.DashboardService")},
                          google::protobuf::MessageFactory::generated_factory()));
  parts_.methods = &*methods_;
  parts_.dispatcher = &dispatcher_;
}

void HttpTest::Start() {
  absl::StatusOr<std::unique_ptr<HttpServer>> server = HttpServer::Start({}, parts_);
  ASSERT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
}

void HttpTest::AnswerWith(const google::protobuf::Message& message) {
  dispatcher_.on_unary = [bytes = message.SerializeAsString()](const Call&,
                                                               FakeDispatcher::Done done) {
    done({absl::OkStatus(), bytes, {}});
  };
}

std::string ReasonInJson(const std::string& json) {
  constexpr absl::string_view kKey = "\"reason\":\"";
  const size_t at = json.find(kKey.data());
  if (at == std::string::npos) return "";
  const size_t begin = at + kKey.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

}  // namespace potential::gateway
