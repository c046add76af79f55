import { type Command, say } from './command.ts';

export const openapi: Command = {
  usage: 'openapi',
  about: 'Prints the OpenAPI document.',
  async run() {
    const { openApiDocument } = await import('../../api/openapi/openapi-document.ts');
    say(JSON.stringify(await openApiDocument(), null, 2));
    return 0;
  },
};
