# shellcheck shell=bash disable=SC2154 # some names are set by the script that sources this file
# Node.js and npm packages. The machine's own Node.js is used when it is new enough; otherwise npm
# fetches the npm package `node` into the build folder.

oldest_node=20
node_package=node@22.23.3

# is_node_new_enough COMMAND
is_node_new_enough() {
  local version
  version=$("$1" --version 2>/dev/null) || return 1
  version=${version#v}
  [[ ${version%%.*} =~ ^[0-9]+$ ]] && ((${version%%.*} >= oldest_node))
}

# ensure_node BUILD_DIR PACKAGE_LIST: afterwards `node` is new enough and `npm` is there.
ensure_node() {
  local own=$1/node/node_modules/.bin
  if command -v npm >/dev/null && is_node_new_enough node; then
    return 0
  fi
  ensure_packages "$2" node
  if ! is_node_new_enough node && ! is_node_new_enough "$own/node"; then
    step "fetching $node_package from npm: this machine's Node.js is older than $oldest_node"
    mkdir -p "$1/node"
    run_step npm install --prefix "$1/node" --no-audit --no-fund --no-save "$node_package" ||
      fail "npm could not fetch $node_package (its reason is above); install Node.js $oldest_node or newer"
  fi
  is_node_new_enough node || PATH=$own:$PATH
  hash -r
  is_node_new_enough node || fail "Node.js $oldest_node or newer is needed; found $(node --version)"
}

# install_npm_packages DIR: node_modules as the lockfile says; nothing to do when it has not changed.
install_npm_packages() {
  local dir=$1 wanted
  wanted=$(cat "$dir/package.json" "$dir/package-lock.json" | sha256sum)
  if [[ "$(cat "$dir/node_modules/.installed" 2>/dev/null)" == "$wanted" ]]; then
    return 0
  fi
  step "installing the npm packages of ${dir#"$root/"}"
  run_step npm --prefix "$dir" ci --ignore-scripts --no-audit --no-fund --loglevel=error ||
    fail "npm ci failed in ${dir#"$root/"} (its reason is above)"
  printf '%s' "$wanted" >"$dir/node_modules/.installed"
}
