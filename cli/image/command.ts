import { createCommand } from '../command/command.ts';

export const imageCommand = createCommand({
  name: 'image',
  summary: 'Builds the image of the runtime, pushes it, and notes it for synthesis.',
  usage: 'image [--tag <name>] [--push] [--output <file>] [--builder <builder>] [--platform <platform>]',
  details: `
The image is made of the Node that runs this command, the libraries it is linked with, and the runtime of this package;
nothing is downloaded, and no base image is needed. It runs as user 65532 from a root that is read-only.

With --push the digest is written to eventwright.lock in the working folder; commit it. Synthesis takes the image from
there, unless 'image' of a construct or EVENTWRIGHT_IMAGE names another.

It is built with podman, buildah or docker, the first that works here, or by this command itself, which needs Linux and
no program (--builder none): the same input then has the same digest. The registry's login is that of 'podman login' or
'docker login' (REGISTRY_AUTH_FILE, else the files and credential helpers of both). A bill of materials (CycloneDX) is in
the image at /app/sbom.json, and beside --output.

Examples:
  eventwright image --push --tag registry.example.com/team/eventwright:1
  eventwright image --output eventwright.tar                    for 'ctr images import', 'podman load', 'kind load'
  eventwright image --builder none --push --tag localhost:5000/eventwright:1
  eventwright image --context image && docker build image       with a builder of your own`,
  options: {
    tag: {
      type: 'string',
      value: '<name>',
      short: 't',
      help: 'the full name, <registry>/<repository>:<tag> (default: localhost/eventwright:<version>)',
    },
    push: { type: 'boolean', help: 'pushes it to the registry that --tag names, and writes eventwright.lock' },
    output: {
      type: 'string',
      value: '<file>',
      short: 'o',
      help: 'writes it as one archive that other machines can load',
    },
    builder: {
      type: 'string',
      value: '<builder>',
      help: 'podman, buildah, docker or none (default: the first that works)',
    },
    platform: { type: 'string', value: '<platform>', help: "linux/amd64 or linux/arm64 (default: this machine's)" },
    sysroot: {
      type: 'string',
      value: '<folder>',
      help: "takes Node and its libraries from there, for example another platform's",
    },
    context: { type: 'string', value: '<folder>', help: 'builds nothing: writes the files and a Containerfile there' },
  },
  positionals: 0,
  run: async ({ push = false, ...options }) => {
    const { image } = await import('./image.ts');
    const say = (line: string) => process.stderr.write(`${line}\n`);
    return image({ ...options, push, folder: process.cwd(), say, tell: (line) => process.stdout.write(`${line}\n`) });
  },
});
