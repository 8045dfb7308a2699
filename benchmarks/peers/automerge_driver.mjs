// automerge-repo on workload W: node automerge_driver.mjs WORKLOAD.json PORT FOLDER SIDE_PORT
// Every step prints one line of JSON and waits for a line: the runner counts bytes in between. The document with the
// 300 empty answers is there before the devices part; that start is not counted.
import fs from 'fs'
import readline from 'readline'
import * as Automerge from '@automerge/automerge'
import { Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'

const [, , file, port, folder, sidePort] = process.argv
const work = JSON.parse(fs.readFileSync(file))
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const mark = async (name, more = {}) => { console.log(JSON.stringify({ mark: name, ...more })); await lines.next() }
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms))
const sorted = heads => heads && JSON.stringify([...heads].sort())

const repos = []
const handles = []
const start = i => { repos[i] = new Repo({ storage: new NodeFSStorageAdapter(`${folder}/device${i}`), peerId: `device${i}` }) }
let url

async function serverHeads () {
  const reply = await fetch(`http://127.0.0.1:${sidePort}/${url.replace('automerge:', '')}`)
  return sorted(await reply.json())
}

async function sync (i) {
  const adapter = new WebSocketClientAdapter(`ws://127.0.0.1:${port}`)
  repos[i].networkSubsystem.addNetworkAdapter(adapter)
  handles[i] ??= await repos[i].find(url)
  for (let tries = 0; ; tries++) {
    if (await serverHeads() === sorted(handles[i].heads())) {
      await sleep(30) // a message may still be under way
      if (await serverHeads() === sorted(handles[i].heads())) break
    }
    await sleep(10)
    if (tries > 3000) throw new Error('the server does not come to hold the same')
  }
  repos[i].networkSubsystem.removeNetworkAdapter(adapter)
}

async function edit (i, edits) {
  for (const { assessment, question, field, value } of edits) {
    handles[i].change(document => {
      const answer = document[`${assessment}/${question}`]
      answer[field] = typeof value === 'string' ? new Automerge.ImmutableString(value) : value
    })
  }
  await repos[i].flush()
}

function cells (handle) {
  const found = {}
  for (const [answer, fields] of Object.entries(handle.doc())) {
    for (const [field, value] of Object.entries(fields)) found[`${answer}/${field}`] = String(value?.val ?? value)
  }
  return found
}

for (const i of [0, 1, 2]) start(i)
const empty = {}
for (let a = 0; a < 5; a++) for (let q = 0; q < 60; q++) empty[`${a}/${q}`] = {}
handles[0] = repos[0].create(empty)
url = handles[0].url
await repos[0].flush()
for (const i of [0, 1, 2]) await sync(i)
await mark('start')
for (let turn = 0; turn < work.rounds.length; turn++) {
  for (const i of [0, 1, 2]) await edit(i, work.rounds[turn][i])
  for (const i of work.present[turn]) { await sync(i); await mark('sync') }
}
for (const i of [0, 1, 2]) { await sync(i); await mark('sync') }
start(3)
await sync(3)
await mark('new')
const found = handles.map(cells)
const unequal = found.map(other => Object.keys({ ...found[0], ...other }).filter(c => found[0][c] !== other[c]).length)
await mark('end', { cells: found[0], unequal: unequal.reduce((a, b) => a + b) })
process.exit(0)
