import { type Document, type Media, operationsOf, type Schema } from './document-types.ts';

/** What `Type.Record` writes for "any name"; client generators read only `additionalProperties`. */
const ANY_NAME = '^.*$';

/**
 * Gives every body, every answer and every schema with a title a name under `components`, which client generators turn into types. A body
 * or answer without a title is named after its operation.
 */
export function nameSchemas(document: Document): void {
  const names = new SchemaNames(document.components.schemas);
  for (const { operationId, parameters = [], requestBody, responses } of operationsOf(document)) {
    const operation = operationId.charAt(0).toUpperCase() + operationId.slice(1);
    if (requestBody) requestBody.required ??= Object.values(requestBody.content).every(hasRequired);
    for (const parameter of parameters) parameter.schema = names.named(parameter.schema);
    names.nameMedia(requestBody?.content, `${operation}Body`);
    for (const [status, { content }] of Object.entries(responses)) {
      names.nameMedia(content, Number(status) < 300 ? `${operation}Answer` : `${operation}Fault${status}`);
    }
  }
}

// The plugin that collects routes detects required fields only if a body has a single content type.
const hasRequired = ({ schema }: Media) => Array.isArray(schema?.required) && schema.required.length > 0;

class SchemaNames {
  readonly #components: Record<string, Schema>;

  constructor(components: Record<string, Schema>) {
    this.#components = components;
    for (const [name, schema] of Object.entries(components)) components[name] = this.#within(schema);
  }

  nameMedia(content: Record<string, Media> = {}, fallback: string): void {
    for (const media of Object.values(content)) {
      const { schema } = media;
      if (!schema) continue;
      const structured = schema.properties !== undefined || schema.items !== undefined;
      media.schema = this.named(structured ? { ...schema, title: schema.title ?? fallback } : schema);
    }
  }

  /** The schema with everything titled in it, itself included, replaced by a reference. */
  named(given: Schema): Schema {
    const { title, description, ...schema } = this.#within(given);
    const shown = description === undefined ? {} : { description };
    if (title === undefined) return { ...schema, ...shown };
    const [type, or] = Array.isArray(schema.type) ? schema.type : [];
    if (or !== 'null') return this.#component(title, { ...schema, ...shown });
    return { anyOf: [this.#component(title, { ...schema, type }), { type: 'null' }], ...shown };
  }

  #component(name: string, schema: Schema): Schema {
    const known = this.#components[name];
    if (known && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`Two schemas of the OpenAPI document have the title ${name}`);
    }
    this.#components[name] = schema;
    return { $ref: `#/components/schemas/${name}` };
  }

  #within(schema: Schema): Schema {
    const made = { ...schema };
    if (made.properties) made.properties = this.#namedAll(made.properties);
    const { [ANY_NAME]: value, ...patterns } = made.patternProperties ?? {};
    if (value && Object.keys(patterns).length === 0) {
      delete made.patternProperties;
      made.additionalProperties = value;
    }
    if (typeof made.additionalProperties === 'object') {
      made.additionalProperties = this.named(made.additionalProperties);
    }
    if (made.items) made.items = this.named(made.items);
    if (made.anyOf) made.anyOf = made.anyOf.map((one) => this.named(one));
    return made;
  }

  #namedAll(schemas: Record<string, Schema>): Record<string, Schema> {
    return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, this.named(schema)]));
  }
}
