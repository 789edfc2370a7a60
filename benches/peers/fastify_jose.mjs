// What one would take in Node: fastify with jose. Port and public key (JWK) are arguments.
import Fastify from "fastify";
import { compactVerify, importJWK } from "jose";

const [port, jwk] = process.argv.slice(2);
const key = await importJWK(JSON.parse(jwk), "EdDSA");
const decoder = new TextDecoder();
const app = Fastify();

app.post("/verify", async (request, reply) => {
  try {
    const { payload } = await compactVerify(request.body.token, key);
    return { valid: true, certificate: JSON.parse(decoder.decode(payload)) };
  } catch {
    reply.code(400);
    return { valid: false };
  }
});

await app.listen({ host: "127.0.0.1", port: Number(port) });
