# shellcheck shell=bash disable=SC2154 # some names are set by the script that sources this file
# Configuring and compiling the one build tree, and the web page. Both are skipped, without starting
# cmake, ninja or npm, when no source has changed since.

# Programs of the running suite, and the contracts that the gateway reads.
suite_targets=(
  potential-workforce potential-evidence potential-partnerships potential-occupation
  potential-gateway potentialctl potential_descriptors
)

# Free space that a first build needs, in MiB.
build_space=3000

# free_space DIR: MiB that this user may still write there.
free_space() {
  df --output=avail --block-size=1M -- "$1" | tail -n 1 | tr -d ' '
}

# Compiler jobs: one a core, fewer where memory is short (a job takes up to 1.2 GB).
build_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1250000) }' /proc/meminfo)
  ((memory >= 1)) || memory=1
  echo $((memory < cores ? memory : cores))
}

# is_newer_source STAMP: some source of the programs is newer than STAMP, or was removed since.
is_newer_source() {
  local found
  found=$(cd "$root" && find CMakeLists.txt CMakePresets.json deploy/CMakeLists.txt deploy/cmake \
    tests/CMakeLists.txt protos services gateway \
    \( -name node_modules -o -path gateway/web \) -prune -o -newer "$1" -print -quit)
  [[ -n $found ]]
}

# is_built DIR STAMP
is_built() {
  local target
  [[ -e $1/$2 ]] || return 1
  for target in "${suite_targets[@]}"; do
    [[ $target == potential_descriptors || -x $1/bin/$target ]] || return 1
  done
  ! is_newer_source "$1/$2"
}

# configure_tree DIR PRESET: only when it never was, or the presets changed; ninja sees all the rest.
configure_tree() {
  [[ ! -e $1/build.ninja || $root/CMakePresets.json -nt $1/build.ninja ]] || return 0
  step "configuring $1"
  run_step env -C "$root" cmake --preset "$2" -B "$1" ||
    fail "cmake could not configure $1 (its reason is above)"
}

# compile DIR PRESET TARGET...: configures when needed, then builds the targets.
compile() {
  local dir=$1 preset=$2 lock
  shift 2
  if [[ ! -e $dir/build.ninja ]] && (($(free_space "$dir") < build_space)); then
    fail "a first build needs $build_space MB and $dir has $(free_space "$dir"); free some or use --build-dir"
  fi
  # Two scripts that build one tree take turns.
  exec {lock}>"$dir/.lock"
  flock -n "$lock" || { say "waiting for another build of $dir" && flock "$lock"; }
  # A checkout in another place finds what it compiled here before.
  # Depending on what the compiler read saves a preprocessor run for each file.
  export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1
  configure_tree "$dir" "$preset"
  run_step ninja -C "$dir" -j "$(build_jobs)" "$@" ||
    fail "the build failed; the first 'error:' above says where"
  exec {lock}>&-
}

# build_suite DIR: the programs that deploy/run starts.
build_suite() {
  ! is_built "$1" .built || return 0
  step "building the services and the gateway (the first time takes a while)"
  build_targets "$1" "${suite_targets[@]}"
}

# build_targets DIR TARGET...: compiles in the release tree; TARGETs must cover the suite's.
build_targets() {
  local dir=$1 started=$EPOCHREALTIME
  shift
  compile "$dir" release "$@"
  # The time before compiling, so that what was edited meanwhile is newer.
  touch --date="@${started/[^0-9]/.}" "$dir/.built"
}

# ensure_build_folder DIR
ensure_build_folder() {
  if ! mkdir -p "$1" 2>/dev/null || [[ ! -w $1 ]]; then
    fail "cannot write to the build folder $1; choose another with --build-dir"
  fi
}

# Digest of all sources of the web page.
web_digest() {
  (cd "$root/gateway/web" && find . -name node_modules -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
}

# build_web DIR: the web page into DIR/web.
build_web() {
  local dir=$1 digest
  digest=$(web_digest)
  if [[ -e $dir/web/index.html && "$(cat "$dir/.web" 2>/dev/null)" == "$digest" ]]; then
    return 0
  fi
  ensure_node "$dir" "$root/deploy/packages.txt"
  install_npm_packages "$root/gateway/web"
  step "building the web page"
  run_step npm --prefix "$root/gateway/web" run --silent build -- --outDir "$dir/web" \
    --emptyOutDir --logLevel warn || fail "the web page could not be built (the reason is above)"
  printf '%s' "$digest" >"$dir/.web"
}
