// automerge-repo's own server for workload W: node automerge_server.mjs PORT FOLDER SIDE_PORT
// The side port is the measurement's and does not pass the proxy: it tells which heads the server holds.
import http from 'http'
import { Repo } from '@automerge/automerge-repo'
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import { WebSocketServer } from 'ws'

const [, , port, folder, sidePort] = process.argv
const sockets = new WebSocketServer({ port: +port, host: '127.0.0.1' })
const repo = new Repo({
  network: [new WebSocketServerAdapter(sockets)],
  storage: new NodeFSStorageAdapter(`${folder}/server`),
  peerId: 'server',
  sharePolicy: async () => false
})
http.createServer(async (request, response) => {
  try {
    const handle = await repo.find('automerge:' + request.url.slice(1))
    response.end(JSON.stringify(handle.heads()))
  } catch {
    response.end('null')
  }
}).listen(+sidePort, '127.0.0.1')
