# shellcheck shell=bash disable=SC2154 # some names are set by the script that sources this file
# The running suite: Redis, the services, the gateway, and the sample's first loading.

# Limits in seconds. The services' own drain takes at most 20.
start_limit=60
drain_limit=25

# ensure_free_port PORT OPTION
ensure_free_port() {
  (($1 != 0)) || return 0
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    fail "port $1 is in use; stop what uses it, or choose another with $2 (0 takes any free one)"
  fi
}

# ensure_strategy DIR
ensure_strategy() {
  compgen -G "$1/*.textproto" >/dev/null ||
    fail "no strategy (*.textproto) in $1; name the folder of yours with --strategy"
}

is_serving() {
  timeout 10 "$bin/potentialctl" --address "$1" doctor
}

start_redis() {
  start_child redis redis-server --port 0 --unixsocket "$run_dir/redis.sock" --unixsocketperm 600 \
    --save "" --appendonly no --dir "$run_dir" --maxmemory 128mb --maxmemory-policy allkeys-lru
}

start_service() {
  start_child "$1" "$bin/potential-$1" --development \
    --listen="unix:$run_dir/$1.sock" --port-file="$run_dir/$1.address" \
    --data="$data_dir" --strategy="$strategy_dir"
}

start_gateway() {
  local service backends=
  for service in "${services[@]}"; do
    backends+=",$service=unix:$run_dir/$service.sock"
  done
  start_child gateway "$bin/potential-gateway" --development \
    --listen="127.0.0.1:$grpc_port" --port-file="$run_dir/gateway.address" \
    --http-listen="127.0.0.1:$http_port" --http-port-file="$run_dir/http.address" \
    --backends="${backends#,}" --redis="${use_redis:+unix:$run_dir/redis.sock}" \
    --strategy="$strategy_dir" --web="$build_dir/web" --descriptors="$build_dir/potential.binpb"
}

# start_process NAME: also after an end that left its sockets and addresses behind.
start_process() {
  rm -f "$run_dir/$1.sock" "$run_dir/$1.address"
  case $1 in
    redis) start_redis ;;
    gateway) start_gateway ;;
    *) start_service "$1" ;;
  esac
}

# await_process NAME: until it serves; the programs write their address when they do.
await_process() {
  case $1 in
    redis) await redis "$start_limit" test -S "$run_dir/redis.sock" ;;
    *) await "$1" "$start_limit" test -s "$run_dir/$1.address" ;;
  esac
}

# start_suite: starts all processes and waits until each is serving.
start_suite() {
  local service
  rm -f "$run_dir"/*.address
  ensure_free_port "$http_port" --http-port
  ensure_free_port "$grpc_port" --grpc-port
  [[ -z $use_redis ]] || start_process redis
  for service in "${services[@]}"; do
    start_process "$service"
  done
  [[ -z $use_redis ]] || await_process redis || return 1
  for service in "${services[@]}"; do
    await_process "$service" || return 1
    await "$service" "$start_limit" is_serving "unix:$run_dir/$service.sock" || return 1
  done
  # Started when there is something to connect to, it connects at once.
  start_process gateway
  await_process gateway || return 1
  gateway_address=$(<"$run_dir/gateway.address")
  http_address=$(<"$run_dir/http.address")
  # Free ports that it took are its own from now on, also when it is started again.
  grpc_port=${gateway_address##*:} http_port=${http_address##*:}
  await gateway "$start_limit" is_serving "$gateway_address"
}

# reload_suite: the strategies anew, first where records are kept.
reload_suite() {
  say "loading the strategies anew"
  reload_children "${services[@]}"
  reload_children gateway
}

# stop_suite: whoever takes calls first; what they call outlives them.
stop_suite() {
  end_children "$drain_limit" gateway
  end_children "$drain_limit" "${services[@]}"
  end_children 5 redis
}

# load_sample: on the first start of a data folder, for the organisations that have a strategy.
load_sample() {
  local folder organisation
  case $(sample_state "$data_dir") in
    none | loaded) return 0 ;;
    loading) say "resuming the interrupted loading of the sample" ;;
    *) set_sample_state "$data_dir" loading ;;
  esac
  for folder in "$root"/deploy/sample/*/; do
    organisation=$(basename "$folder")
    [[ -e $strategy_dir/$organisation.textproto ]] || continue
    step "loading the sample of $organisation"
    run_step "$bin/potentialctl" --address "$gateway_address" load "$folder" || {
      say "error: the sample of $organisation could not be loaded (the reason is above);" \
        "start again to resume, or go without it: --fresh --no-sample"
      return 1
    }
  done
  set_sample_state "$data_dir" loaded
}
