#!/bin/sh
# Writes src/proto/onnx_pb.generated.ts from proto/onnx.proto. Run it after editing the .proto file.
# The generator is fetched for this run alone; 2.9 is the newest that runs on Node 20, and its output
# works with every later runtime of the same major version.
set -eu
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
npx --yes --package=@bufbuild/buf@1.75.0 --package=@bufbuild/protoc-gen-es@2.9.0 -- \
  buf generate proto --template "{\"version\":\"v2\",\"plugins\":[{\"local\":\"protoc-gen-es\",\"out\":\"$out\",\"opt\":[\"target=ts\",\"import_extension=js\"]}]}"
mv "$out/onnx_pb.ts" src/proto/onnx_pb.generated.ts
npx prettier --write --log-level=warn src/proto/onnx_pb.generated.ts
