// Makes documents with docxtemplater or carbone: one question per line on stdin, one answer per line on stdout.
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");
const carbone = require("carbone");

const folder = process.argv[2];
const contexts = JSON.parse(fs.readFileSync(path.join(folder, "contexts.json"), "utf8"));
const template = fs.readFileSync(path.join(folder, "docxtemplater.docx"));

const peers = {
  async docxtemplater(context) {
    const document = new Docxtemplater(new PizZip(template));
    document.render(context);
    return document.getZip().generate({
      type: "nodebuffer",
      compression: "DEFLATE",
      compressionOptions: { level: 6 },
    });
  },
  carbone(context) {
    return new Promise((resolve, reject) => {
      const file = path.join(folder, "carbone.docx");
      carbone.render(file, context, (error, made) => (error ? reject(error) : resolve(made)));
    });
  },
};

async function answer(question) {
  const make = peers[question.peer];
  if (question.show !== undefined) {
    return { document: (await make(contexts[question.show])).toString("base64") };
  }
  const start = process.cpuUsage();
  for (let number = 0; number < question.count; number += 1) {
    await make(contexts[number % contexts.length]);
  }
  const used = process.cpuUsage(start);
  return { seconds: (used.user + used.system) / 1e6 };
}

let turn = Promise.resolve();
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  turn = turn
    .then(() => answer(JSON.parse(line)))
    .catch((error) => ({ error: String(error) }))
    .then((found) => process.stdout.write(JSON.stringify(found) + "\n"));
}).on("close", () => turn.then(() => process.exit(0)));
