#!/usr/bin/env bash
# Takes the pictures in docs/images anew, on a display of its own. Needs Xvfb and openbox, for the windows' frames.
# A scale and a folder can be given: docs/make-screenshots.sh 2 /tmp/pictures
set -euo pipefail
cd "$(dirname "$0")/.."
scale=${1:-1}
folder=${2:-docs/images}

mvn -B -q test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath
home=$(mktemp -d)
mkdir "$home/plugins"
# ImageJ finds the menu in a jar with an underscore in its name; the classes are on the class path.
(cd target/classes && jar cf "$home/plugins/Stencil_.jar" plugins.config)

Xvfb -displayfd 3 -screen 0 "$((1600 * scale))x$((1000 * scale))x24" -nolisten tcp 3>"$home/display" 2>/dev/null &
xvfb=$!
trap 'kill $xvfb; rm -rf "$home"' EXIT
for _ in {1..100}; do
  [[ -s $home/display ]] && break
  sleep 0.1
done
export DISPLAY=:$(<"$home/display")
openbox 2>/dev/null &

timeout 300 java -Dplugins.dir="$home" -Duser.home="$home" -Dorg.bytedeco.javacpp.cachedir="$HOME/.javacpp/cache" \
  -cp "target/test-classes:target/classes:$(<target/test.classpath)" \
  io.github.stencil.front.dialog.Screenshots sample-data "$folder" "$scale"
