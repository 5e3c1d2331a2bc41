import { buildOciImage, writeOciArchive } from '../oci-archive.ts';
import { parseImageName } from '../registry/image-name.ts';
import { pushImage } from '../registry/push-image.ts';
import type { Builder } from './contract.ts';

/** Builds with this package's own code. */
export const ownBuilder: Builder = {
  isThere: async () => true,
  async build(image, { name, say }) {
    say('writing the layers');
    const built = await buildOciImage(image);
    return {
      save: (output) => writeOciArchive(built, { output, name }),
      async push() {
        await pushImage(built, parseImageName(name), say);
        return built.manifest.digest;
      },
      [Symbol.asyncDispose]: () => built[Symbol.asyncDispose](),
    };
  },
};
