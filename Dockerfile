# The Palisade node in an image: built from Cargo.lock by the script that builds it everywhere else, run by a user
# without rights. docs/running-a-network.md says how to use it.
#
#   docker build -t palisade-node:local --build-arg SUBSTRATE_CLI_GIT_COMMIT_HASH="$(git rev-parse --short=11 HEAD)" .
#
# The base images are arguments: name a mirror, or pin them by digest. Both must be of the same Debian release.
ARG BUILD_IMAGE=rust:1.95.0-slim-bookworm
ARG RUNTIME_IMAGE=debian:12.11-slim

FROM ${BUILD_IMAGE} AS build
# The packages are those of the base image's release, so it pins them well enough.
# hadolint ignore=DL3008
RUN apt-get update \
	&& apt-get install -y --no-install-recommends \
		build-essential ca-certificates curl git libprotobuf-dev protobuf-compiler \
	&& rm -rf /var/lib/apt/lists/*
WORKDIR /palisade
COPY . .
# Part of the version that the node tells; .git is not in the image.
ARG SUBSTRATE_CLI_GIT_COMMIT_HASH=unknown
ENV CARGO_TARGET_DIR=/target
# The caches outlive the build, so the next one compiles only what changed; the binary has to leave them here.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
	--mount=type=cache,target=/target,sharing=locked \
	scripts/dev.sh --build-only \
	&& install -D -m 0755 /target/release/palisade-node /out/palisade-node

FROM ${RUNTIME_IMAGE}
LABEL org.opencontainers.image.title="palisade-node" \
	org.opencontainers.image.licenses="Apache-2.0"
# curl is for the health check, the certificates are for telemetry.
# hadolint ignore=DL3008
RUN apt-get update \
	&& apt-get install -y --no-install-recommends ca-certificates curl \
	&& rm -rf /var/lib/apt/lists/* \
	&& groupadd --gid 10001 palisade \
	&& useradd --uid 10001 --gid palisade --home-dir /data --no-create-home --shell /usr/sbin/nologin palisade \
	&& install -d -o palisade -g palisade -m 0700 /data
COPY --from=build /out/palisade-node /usr/local/bin/palisade-node
# Fails if the binary does not run on this base image.
RUN palisade-node --version
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
# Peers, RPC and metrics. The last two answer inside the container only, unless the node is told otherwise.
EXPOSE 30333 9944 9615
# Where the health check asks; to be set together with --rpc-port.
ENV RPC_PORT=9944
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
	CMD ["sh", "-c", "exec curl --fail --silent --show-error --max-time 4 --noproxy '*' http://127.0.0.1:$RPC_PORT/health"]
ENTRYPOINT ["palisade-node"]
CMD ["--help"]
