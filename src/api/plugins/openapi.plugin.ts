import swagger from '@fastify/swagger';
import fp from 'fastify-plugin';
import type { App } from '../fastify-types.ts';
import { describe } from '../openapi/describe-route.ts';
import type { Document } from '../openapi/document-types.ts';
import { nameSchemas } from '../openapi/named-schemas.ts';
import { shareFaults } from '../openapi/shared-faults.ts';
import { tags } from '../openapi/tags.ts';

/** Collects the routes for the OpenAPI document; must be registered before them. */
export const openapi = fp(async (app: App, { version }: { version: string }) => {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Backend2',
        version,
        description:
          'Accounts, roles and long-running tasks. Every JSON answer under `/api` has the form `{code, message, data}`; errors add `error` and `request_id`.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags,
      components: {
        securitySchemes: {
          password: {
            type: 'oauth2',
            description: 'Sign in with e-mail and password.',
            flows: { password: { tokenUrl: '/api/v1/auth/token', scopes: {} } },
          },
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        },
      },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `def-${i}`) },
    transform: ({ schema, url, route }) => ({ schema: describe(schema, url, route), url }),
    transformObject: (given) => {
      const { openapiObject } = given as { openapiObject: Document };
      nameSchemas(openapiObject);
      shareFaults(openapiObject);
      return openapiObject as never; // The plugin declares the types of a package that is not installed.
    },
  });
});
