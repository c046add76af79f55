/** One item that attaches the files named in its params. */
interface Attached {
  name: string;
  content_type: string;
  text?: string;
  base64?: string;
}

export default {
  type: 'attach',
  isolation: 'inline',
  params: {
    type: 'object',
    properties: { files: { type: 'array', items: { type: 'object' } } },
    required: ['files'],
    additionalProperties: false,
  },
  async run(
    { files }: { files: Attached[] },
    ctx: { attach(name: string, bytes: Uint8Array, content_type: string): Promise<void> },
  ) {
    for (const { name, content_type, text = '', base64 } of files)
      await ctx.attach(name, base64 ? Buffer.from(base64, 'base64') : Buffer.from(text), content_type);
    return null;
  },
};
