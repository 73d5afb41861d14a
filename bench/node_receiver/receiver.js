// SPDX-License-Identifier: Apache-2.0
// What a user would write by hand instead of Lockstep, to be measured beside it: takes HighLevel's signed webhooks, keeps each in
// SQLite with an fsync, answers, and writes the one mapped field to the person at Hexfit. One way, one field, no reading, no
// journal, no retry. Its settings are a JSON file named on the command line; it prints its port and runs until it is ended.
import crypto from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import Database from "better-sqlite3";

const settings = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const hexfitIds = new Map(settings.pairs); // by HighLevel id
const publicKey = crypto.createPublicKey(settings.public_key);
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

const database = new Database(settings.database);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec("CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, body BLOB NOT NULL)");
const insert = database.prepare("INSERT OR IGNORE INTO events (id, body) VALUES (?, ?)");

function writeToHexfit(event) {
  const body = Buffer.from(JSON.stringify({ lastname: event.lastName }));
  const headers = { Authorization: `Bearer ${settings.key}`, "Content-Type": "application/json", "Content-Length": body.length };
  const path = `${settings.hexfit}/full/v1/clients/${hexfitIds.get(event.id)}`;
  const request = http.request(path, { method: "PATCH", agent, headers }, (reply) => {
    if (reply.statusCode !== 200) console.error(`a write was answered ${reply.statusCode}`);
    reply.resume();
  });
  request.on("error", (error) => console.error(error.code));
  request.end(body);
}

const server = http.createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const body = Buffer.concat(parts);
    const signature = Buffer.from(request.headers["x-ghl-signature"] ?? "", "base64");
    const isGenuine = crypto.verify(null, body, publicKey, signature);
    const event = isGenuine ? JSON.parse(body) : {};
    const isNew = isGenuine && insert.run(event.webhookId, body).changes === 1;
    response.writeHead(isGenuine ? 200 : 401, { "Content-Length": 0 }).end();
    if (isNew) writeToHexfit(event);
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
