// SPDX-License-Identifier: Apache-2.0
// Calls a method of each kind by the exported .proto, and prints what came, a line each.
import { createRequire } from 'node:module';

const [modules, protos, address] = process.argv.slice(2);
const require = createRequire(modules + '/');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync('Echo.proto', {
  includeDirs: [protos],
  keepCase: true,
  enums: String,
  longs: Number,
  oneofs: true,
});
const { Echo } = grpc.loadPackageDefinition(definition);
const echo = new Echo(address, grpc.credentials.createInsecure());
const print = (value) => console.log(JSON.stringify(value));

function unary(method, request) {
  return new Promise((resolve, reject) =>
    echo[method](request, (error, response) => (error ? reject(error) : resolve(response))));
}

print(await unary('greet', {
  person: { name: 'ann', mood: 'ECHO_MOOD_SAD', titles: { city: 'Ulm' } },
  language: 'de',
}));

const counted = [];
for await (const { result } of echo.count({ from: 1, to: 1001 })) counted.push(result);
print({ count: counted.length, last: counted.at(-1) });

print(await new Promise((resolve, reject) => {
  const call = echo.sum((error, response) => (error ? reject(error) : resolve(response)));
  for (let item = 1; item <= 100; item++) call.write({ item });
  call.end();
}));

const talk = echo.greetings();
const greeted = [];
talk.write({ item: { name: 'n0' } });
for await (const { result } of talk) {
  greeted.push(result.text);
  if (greeted.length < 3) talk.write({ item: { name: 'n' + greeted.length } });
  else talk.end();
}
print(greeted);

await unary('fail', { type: 'no-such-user' }).catch((error) =>
  print({ code: error.code, details: error.details, type: error.metadata.get('galley-error')[0] }));
echo.close();
