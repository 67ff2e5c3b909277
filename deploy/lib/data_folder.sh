# shellcheck shell=bash disable=SC2154 # some names are set by the script that sources this file
# The data folder: who may use it, what is in it, and what was loaded into it.
#
#   NAME.sqlite   a service's records          run/   sockets and process ids, while it runs
#   sample        what was loaded              log/   what each process said, this start and the last

services=(workforce evidence partnerships occupation)

# Least free space to start with, in MiB.
data_space=256

default_data_folder() {
  if [[ -n ${XDG_DATA_HOME:-} ]]; then
    printf '%s/potential' "$XDG_DATA_HOME"
  elif [[ -n ${HOME:-} ]]; then
    printf '%s/.local/share/potential' "$HOME"
  else
    fail "neither XDG_DATA_HOME nor HOME is set; say with --data where the records go"
  fi
}

# open_data_folder DIR: makes it when needed and takes its lock, which every process of the suite
# inherits: it is free again when the last of them has ended, however that happens.
open_data_folder() {
  local dir=$1 free
  # Whoever reaches the sockets is an administrator in development mode, so only the owner does.
  if ! (umask 077 && mkdir -p "$dir/log" "$dir/run" && chmod 700 "$dir/log" "$dir/run") 2>/dev/null ||
    [[ ! -w $dir ]]; then
    fail "cannot write to $dir; choose another folder with --data, or correct its owner and rights"
  fi
  free=$(free_space "$dir")
  ((free >= data_space)) ||
    fail "$dir has $free MB free and at least $data_space are needed; free some or use --data"
  exec {data_lock}<"$dir"
  # A suite that is just ending gets a moment.
  flock --wait 3 "$data_lock" ||
    fail "$dir is in use by process $(cat "$dir/run/suite.pid" 2>/dev/null || echo unknown);" \
      "stop it first, or use another folder with --data"
  printf '%s\n' "$$" >"$dir/run/suite.pid"
}

# close_data_folder DIR: the lock goes with the process.
close_data_folder() {
  rm -f -- "$1"/run/*.{pid,sock,address}
}

# clear_data_folder DIR: removes the records and nothing that this suite did not write.
clear_data_folder() {
  local dir=$1 service
  for service in "${services[@]}"; do
    rm -f -- "$dir/$service".sqlite "$dir/$service".sqlite-{wal,shm,journal}
  done
  rm -f -- "$dir/sample"
}

# run_folder DIR: where sockets go. Their paths are limited to 107 bytes and stand in lists, so a DIR
# that is long or has unusual characters gets a folder among the temporary ones.
run_folder() {
  local longest=$1/run/partnerships.sock
  if ((${#longest} < 100)) && [[ $longest =~ ^[A-Za-z0-9_./-]+$ ]]; then
    printf '%s/run' "$1"
  else
    mktemp -d "${TMPDIR:-/tmp}/potential.XXXXXX"
  fi
}

# What the first start decides about the sample stands in DIR/sample: `none`, or `loading` and later
# `loaded`. Steps that were done are skipped when an interrupted loading is repeated.
sample_state() {
  if [[ -e $1/sample ]]; then
    cat "$1/sample"
  fi
}

# Written beside and renamed, so that an interrupted write leaves the old state.
set_sample_state() {
  printf '%s\n' "$2" >"$1/sample.part"
  mv "$1/sample.part" "$1/sample"
}
