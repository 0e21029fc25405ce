#!/usr/bin/env bash
# Trains the model anew: train.sh IMAGES LABELS MODEL, three folders; labels number the nuclei.
set -euo pipefail
cd "$(dirname "$0")/../../.."
bin/stencil train --images "$1" --labels "$2" --model "$3" --task Objects --filters 16 \
  --validation 0.125 --epochs 42 --schedule Polynomial --patience 42 \
  --augment flip,turn,rotate,shift,zoom,elastic,intensity,gamma
