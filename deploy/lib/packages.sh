# shellcheck shell=bash
# Debian packages: which are missing, and installing those.

# listed_packages FILE [NEED...]: the packages of FILE that are always needed, and those of the NEEDs.
listed_packages() {
  local file=$1
  shift
  awk -v needs=" $* " '
    { sub(/#.*/, "") }
    NF == 1 || (NF > 1 && index(needs, " " $2 " ")) { print $1 }' "$file"
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
  dpkg-query --show --showformat='${Package} ${db:Status-Abbrev}\n' -- "$@" 2>/dev/null |
    awk -v names="$*" '
      $2 == "ii" { installed[$1] = 1 }
      END {
        count = split(names, name, " ")
        for (i = 1; i <= count; i++) if (!(name[i] in installed)) print name[i]
      }'
}

# Prints how this user becomes root for apt-get: nothing for root, sudo, or a failure.
root_command() {
  if ((EUID == 0)); then
    return 0
  fi
  command -v sudo >/dev/null || return 1
  # Without a terminal nobody could answer sudo's question.
  if [[ -t 0 && -t 2 ]]; then
    printf 'sudo'
  else
    sudo -n true 2>/dev/null || return 1
    printf 'sudo -n'
  fi
}

# ensure_packages FILE [NEED...]: installs what is missing, or ends with the line that says how to.
ensure_packages() {
  command -v dpkg-query >/dev/null ||
    fail "this machine has no dpkg-query: use Debian 12, whose packages $1 lists"
  local -a names missing as_root
  mapfile -t names < <(listed_packages "$@")
  mapfile -t missing < <(missing_packages "${names[@]}")
  ((${#missing[@]} > 0)) || return 0

  local become by_hand="apt-get update && apt-get install ${missing[*]}"
  become=$(root_command) ||
    fail "missing packages, and neither root nor sudo here to install them; as root: $by_hand"
  read -r -a as_root <<<"$become"
  step "installing ${#missing[@]} Debian packages: ${missing[*]}"
  # apt-get stays in the foreground: sudo may ask, and dpkg must not be interrupted half-way.
  local -a apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q)
  "${apt[@]}" update </dev/null >&2 || say "the package lists could not be renewed; going on with the old"
  "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null >&2 ||
    fail "apt-get could not install what is missing (its reason is above); as root: $by_hand"
}
