import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeContext } from './context.ts';
import { parsePlatform } from './platform.ts';
import { describeRuntimeImage } from './runtime-image.ts';

const describeImage = () => describeRuntimeImage({ platform: parsePlatform(undefined), sysroot: undefined });

it('a context has the files of each layer, and a Containerfile that needs no base image', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'context-'));
  try {
    const file = await writeContext(await describeImage(), folder);
    expect(await readFile(file, 'utf8')).toMatchInlineSnapshot(`
"FROM scratch
COPY 0/ /
COPY 1/ /
ENV PATH=/usr/local/bin
ENV NODE_ENV=production
LABEL org.opencontainers.image.title="eventwright"
LABEL org.opencontainers.image.description="Runs event sources and sensors, and keeps event buses."
LABEL org.opencontainers.image.version="0.1.0"
LABEL org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/node","/app/main.js"]
"
`);
    expect((await stat(join(folder, '0/usr/local/bin/node'))).mode & 0o777).toBe(0o755);
    expect((await stat(join(folder, '0/tmp'))).mode & 0o7777).toBe(0o1777);
    expect(JSON.parse(await readFile(join(folder, '1/app/sbom.json'), 'utf8')).bomFormat).toBe('CycloneDX');
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('the Containerfile of the repository ends in the same image', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'context-'));
  try {
    const rendered = await readFile(
      await writeContext({ ...(await describeImage()), layers: [[], []] }, folder),
      'utf8',
    );
    const path = join(import.meta.dirname, '../../Containerfile');
    const lastStage = /\n(FROM scratch\n[\s\S]*)$/.exec(await readFile(path, 'utf8'))?.[1];
    expect(lastStage).toBe(rendered.replaceAll(/^COPY (\d)/gm, 'COPY --from=files /context/$1'));
  } finally {
    await rm(folder, { recursive: true });
  }
});
