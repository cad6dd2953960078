import { it } from 'vitest';
import { createTensor } from '@ocelli/core';
import { encodeModel, decodeModel, graphOf } from '@ocelli/onnx';
import { edgeNet, smallCnn, type Architecture } from '@ocelli/onnx/architectures';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { readFileSync } from 'node:fs';
import { softmaxCrossEntropy } from '../loss/softmax-cross-entropy.js';
import { sgd } from '../optimizer/sgd.js';
import { adamw } from '../optimizer/adamw.js';
import { createClassifierModel } from '../layers/create-classifier-model.js';
import { createTrainingStep } from './create-training-step.js';
const cases: [string, Architecture, number, number, ReturnType<typeof sgd>][] = [
 ['edge48 sgd', edgeNet, 48, 64, sgd({ momentum: 0.9, weightDecay: 5e-4, sparesVectors: true })],
 ['edge48 adamw', edgeNet, 48, 64, adamw()],
 ['edge96 sgd', edgeNet, 96, 32, sgd({ momentum: 0.9, weightDecay: 5e-4, sparesVectors: true })],
 ['small32 sgd', smallCnn, 32, 64, sgd({ momentum: 0.9 })],
];
it.each(cases)('%s', async (name, arch, size, batch, optimizer) => {
  const model = createClassifierModel(arch, { classCount: 43, inputSize: size, seed: 1 });
  const inf = await InferenceSession.create(encodeModel(model), { intraOpNumThreads: 2 });
  const x1 = new Tensor('float32', new Float32Array(3*size*size).fill(0.3), [1,3,size,size]);
  const t1: number[] = [];
  for (let i=0;i<60;i++){ const t=performance.now(); await inf.run({ input: x1 }); t1.push(performance.now()-t); }
  const step = createTrainingStep(model, { batchSize: batch, loss: softmaxCrossEntropy(), optimizer });
  const path = `/tmp/n3/${name.replace(' ','-')}.onnx`;
  const s = await InferenceSession.create(encodeModel(step.model), { intraOpNumThreads: 2, optimizedModelFilePath: path, logSeverityLevel: 3 });
  const feeds: Record<string, Tensor> = {};
  for (const [k,v] of Object.entries(step.initialState)) feeds[k]=new Tensor('float32', v.data, v.dims);
  feeds['images']=new Tensor('float32', Float32Array.from({length:batch*3*size*size},(_,i)=>Math.sin(i*1.7)), [batch,3,size,size]);
  const tg=new Float32Array(batch*43); for(let i=0;i<batch;i++) tg[i*43+i%43]=1;
  feeds['targets']=new Tensor('float32', tg, [batch,43]);
  feeds['learning_rate']=new Tensor('float32', Float32Array.of(0.01), []);
  feeds['step_number']=new Tensor('float32', Float32Array.of(1), []);
  for (const m of step.dropoutMasks) feeds[m.input]=new Tensor('float32', new Float32Array(m.dims.reduce((a,b)=>a*b,1)).fill(1), m.dims);
  const ts: number[] = [];
  for (let i=0;i<12;i++){ const t=performance.now(); await s.run(feeds); ts.push(performance.now()-t); }
  const med=(a:number[])=>[...a].sort((p,q)=>p-q)[a.length>>1]!;
  const nodes=graphOf(decodeModel(readFileSync(path))).node; const ops: Record<string,number>={}; for(const n of nodes) ops[n.opType??'']=(ops[n.opType??'']??0)+1;
  console.log(name, 'infer ms', med(t1).toFixed(2), Math.min(...t1).toFixed(2), 'step ms', med(ts).toFixed(1), Math.min(...ts).toFixed(1), 'img/s', (batch/med(ts)*1e3).toFixed(0), 'best', (batch/Math.min(...ts)*1e3).toFixed(0), 'nodes', graphOf(step.model).node.length, '->', nodes.length, JSON.stringify(ops));
  await s.release(); await inf.release();
});
