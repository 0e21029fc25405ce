#!/usr/bin/env bash
# Trains the nuclei model anew: train.sh IMAGES LABELS MODEL, three folders; labels number the nuclei.
set -euo pipefail
cd "$(dirname "$0")/../../.."
bin/stencil train --images "$1" --labels "$2" --model "$3" \
  --task Objects --filters 16 --epochs 70 --schedule Polynomial --patience 70
