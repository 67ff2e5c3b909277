# shellcheck shell=bash disable=SC2154 # some names are set by the script that sources this file
# The layers of tests. Each writes "PASSED FAILED" to $results/LAYER; a layer that writes nothing has
# failed.

# shellcheck disable=SC2034 # tests/run reads it
layers=(unit lint web suite browser)

describe_layer() {
  case $1 in
    unit) echo "GoogleTest programs of all modules, beside the code (*_test.cc)" ;;
    lint) echo "shellcheck, buf lint, and the rules of tests/lib/style.py" ;;
    web) echo "types and unit tests of the web page (gateway/web)" ;;
    suite) echo "the real processes: deploy/run, and calls from Python (tests/*/test_*.py)" ;;
    browser) echo "the page of a running suite in Chromium (tests/browser)" ;;
  esac
}

# list_layer LAYER: its files.
list_layer() {
  case $1 in
    unit) find "$root/services" "$root/gateway" "$root/tests" -name node_modules -prune -o \
      -name '*_test.cc' -print ;;
    lint) list_scripts && printf '%s\n' "$root/protos" "$root/tests/lib/style.py" ;;
    web) find "$root/gateway/web" -name node_modules -prune -o -name '*.test.ts' -print ;;
    suite) find "$root/tests" -name node_modules -prune -o -name 'test_*.py' -print ;;
    browser) find "$root/tests/browser" -name node_modules -prune -o -name '*.test.mjs' -print ;;
  esac | sed "s|^$root/||" | LC_ALL=C sort
}

# Every shell script of the tree.
list_scripts() {
  find "$root" \( -name .git -o -name build -o -name node_modules \) -prune -o -type f \
    \( -name '*.sh' -o \( ! -name '*.*' -size -100k \) \) -print |
    while IFS= read -r file; do
      if [[ $file == *.sh ]] || head -c 64 -- "$file" | head -n 1 | grep -aqE '^#!.*\b(ba)?sh\b'; then
        printf '%s\n' "$file"
      fi
    done | LC_ALL=C sort
}

# count LAYER PASSED FAILED
count() {
  printf '%s %s\n' "$2" "$3" >"$results/$1"
}

# unit_names TREE: what ctest would run there; under a sanitizer without the tests that start the
# suite's processes, and for `thread` only those that link neither gRPC nor Abseil, whose packages are
# not instrumented and would report races that are none. A test's program is called NAME_test.
unit_names() {
  local choice=()
  case $sanitize in
    address) choice=(--label-exclude suite) ;;
    thread) choice=(--tests-regex '^(measures)$') ;;
  esac
  ctest --test-dir "$1" --show-only=json-v1 "${choice[@]}" |
    /usr/bin/python3 -c 'import json, sys
for test in json.load(sys.stdin)["tests"]:
    print(test["name"])'
}

build_unit() {
  local -a names
  if [[ -z $sanitize ]]; then
    build_targets "$tree" all
    return
  fi
  mkdir -p "$tree"
  configure_tree "$tree" "$sanitize"
  # A tree of earlier learns of new test programs before it is asked for their names.
  run_step cmake --build "$tree" --target build.ninja || fail "cmake could not configure $tree"
  mapfile -t names < <(unit_names "$tree")
  ((${#names[@]} > 0)) || fail "$tree has no test programs"
  compile "$tree" "$sanitize" "${names[@]/%/_test}"
}

layer_unit() {
  local -a names only=()
  local pattern
  step "building the unit tests in $tree"
  build_unit
  mapfile -t names < <(unit_names "$tree")
  pattern=$(IFS='|' && printf '^(%s)$' "${names[*]}")
  # An empty filter would choose nothing.
  [[ -z $test_pattern ]] || only=("GTEST_FILTER=*$test_pattern*")
  mkdir -p "$results/unit.xml"
  # Packaged libraries are not instrumented, so containers that they grew look overrun to AddressSanitizer.
  run_step env GTEST_OUTPUT="xml:$results/unit.xml/" GTEST_BRIEF=1 "${only[@]}" \
    ASAN_OPTIONS=detect_container_overflow=0:detect_stack_use_after_return=1 \
    UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=halt_on_error=1 \
    ctest --test-dir "$tree" -j "$(nproc)" --output-on-failure --timeout 900 \
    --tests-regex "$pattern" --output-junit "$results/unit.junit.xml" || true
  /usr/bin/python3 "$root/tests/lib/count_unit.py" "$results/unit.junit.xml" "$results/unit.xml" \
    "$results/unit"
}

# check NAME COMMAND...: one check of the lint layer; counts it in `passed` or `failed`.
check() {
  local name=$1
  shift
  if run_step "$@"; then
    passed=$((passed + 1))
    say "ok     $name"
  else
    failed=$((failed + 1))
    say "FAILED $name"
  fi
}

layer_lint() {
  local passed=0 failed=0 script style
  while IFS= read -r script; do
    check "shellcheck ${script#"$root/"}" shellcheck --external-sources "$script"
  done < <(list_scripts)
  compile "$build_dir" release potential_descriptors
  ensure_node "$build_dir" "$root/deploy/packages.txt"
  install_npm_packages "$root/tests/buf"
  check "buf lint protos" "$root/tests/buf/node_modules/.bin/buf" lint \
    "$build_dir/potential.binpb" --config "$root/tests/buf/buf.yaml"
  run_step /usr/bin/python3 "$root/tests/lib/style.py" "$root" "$results/style" || true
  read -r -a style <"$results/style"
  count lint $((passed + style[0])) $((failed + style[1]))
}

layer_web() {
  local web=$root/gateway/web report=$results/web.json types="0 1"
  ensure_node "$build_dir" "$root/deploy/packages.txt"
  install_npm_packages "$web"
  if [[ -n $test_pattern ]]; then
    types="0 0"
  elif run_step npm --prefix "$web" run --silent lint; then
    types="1 0"
  fi
  run_step env -C "$web" ./node_modules/.bin/vitest run --reporter=default --reporter=json \
    --outputFile.json="$report" ${test_pattern:+--testNamePattern "$test_pattern"} || true
  read -r -a types <<<"$types"
  count web $((types[0] + $(json_number "$report" numPassedTests))) \
    $((types[1] + $(json_number "$report" numFailedTests) + $(json_number "$report" numFailedTestSuites)))
}

# json_number FILE KEY
json_number() {
  /usr/bin/python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$@"
}

layer_suite() {
  local -a folders
  mapfile -t folders < <(find "$root/tests" -mindepth 2 -maxdepth 2 -name 'test_*.py' -printf '%h\n' |
    LC_ALL=C sort -u)
  build_web "$build_dir"
  build_suite "$build_dir"
  run_step env SUITE_BUILD_DIR="$build_dir" /usr/bin/python3 "$root/tests/lib/run_unittest.py" \
    "$results/suite" ${test_pattern:+-k "$test_pattern"} "${folders[@]}" || true
}

layer_browser() {
  local browser=$root/tests/browser tap=$results/browser.tap
  build_web "$build_dir"
  build_suite "$build_dir"
  ensure_node "$build_dir" "$root/deploy/packages.txt"
  install_npm_packages "$browser"
  run_step env SUITE_BUILD_DIR="$build_dir" node --test --test-reporter=spec \
    --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination="$tap" \
    ${test_pattern:+--test-name-pattern "$test_pattern"} "$browser"/*.test.mjs || true
  count browser "$(tap_number "$tap" pass)" \
    $(($(tap_number "$tap" fail) + $(tap_number "$tap" cancelled)))
}

# tap_number FILE KEY: a number of the summary at the end.
tap_number() {
  sed -n "s/^# $2 \([0-9]*\)$/\1/p" "$1" | tail -n 1
}
