#!/bin/sh
# The first process of a node, in namespaces of its own: node.sh FOLDER NAME KUBERNETES PROBE KUBELET-FLAG...
# The folder holds the configuration, and what the node keeps when its plug is pulled.
set -eu
folder=$1 name=$2 kubernetes=$3 probe=$4
shift 4
hostname "$name"
mount --make-rshared /
mount --bind "$folder/lib" /var/lib
mount --bind "$folder/log" /var/log
mount -t tmpfs tmpfs /run
# The kubelet sets these for the whole machine, unless it reads that they are as it wants them.
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1; do
  file=/run/$(basename "${setting%=*}")
  echo "${setting#*=}" > "$file"
  mount --bind "$file" "/proc/sys/${setting%=*}"
done
containerd --config "$folder/containerd.toml" > "$folder/containerd.log" 2>&1 &
until [ -e "$folder/start-kubelet" ]; do sleep 0.05; done
"$kubernetes" kubelet --config="$folder/kubelet.json" "$@" > "$folder/kubelet.log" 2>&1 &
"$kubernetes" kube-proxy --config="$folder/kube-proxy.json" > "$folder/kube-proxy.log" 2>&1 &
# it reaps what is orphaned
exec "$probe" pause
