// SPDX-License-Identifier: Apache-2.0
// Calls without end by the exported .proto, at two servers in turn; prints `many` after the first
// hundreds, and `well` when its input ends and as many more have been made, or else what failed.
import { createRequire } from 'node:module';

const [modules, protos, addresses] = process.argv.slice(2);
const require = createRequire(modules + '/');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const { Echo } = grpc.loadPackageDefinition(
  loader.loadSync('Echo.proto', { includeDirs: [protos] }));
const echo = new Echo(addresses, grpc.credentials.createInsecure(), {
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
});

const MANY = 300;
let calls = 0;
let last = Infinity;

function say(what) {
  console.log(what);
  if (what !== 'many') process.exit(0);
}

function call() {
  echo.last({ name: 'ann' }, (error) => {
    if (error) say(String(error));
    if (++calls === MANY) say('many');
    if (calls === last) say('well');
    call();
  });
}

process.stdin.resume();
process.stdin.on('end', () => { last = calls + MANY; });
for (let i = 0; i < 8; i++) call();
