import Db from 'better-sqlite3';
const db=new Db('/tmp/rb/catalog.db'); db.pragma('cache_size=-16384'); db.pragma('mmap_size=0');
const all=db.prepare('select digest from chunks').pluck().all();
let s=12345; const r=()=>(s=(s*1103515245+12345)&0x7fffffff)/0x7fffffff;
const sh=[...all]; for(let i=sh.length-1;i>0;i--){const j=Math.floor(r()*(i+1));[sh[i],sh[j]]=[sh[j],sh[i]];}
const hex=sh.map(b=>b.toString('hex'));
const place2=`refs, kind, frame_offset, frame_length, offset, length, container`;
const place=`refs, kind, frame_offset, frame_length, offset, length, (SELECT id FROM containers WHERE number = chunks.container) AS container`;
const T=(n,f)=>{for(let k=0;k<2;k++){const t=performance.now();const x=f();console.log(n,(performance.now()-t).toFixed(0),'ms',x);}};
const one=db.prepare(`select ${place} from chunks where digest=?`).raw();
T('one wal',()=>{for(const h of hex)one.get(Buffer.from(h,'hex'))});
T('one in tx',db.transaction(()=>{for(const h of hex)one.get(Buffer.from(h,'hex'))}));
const oneU=db.prepare(`select ${place} from chunks where digest=unhex(?)`).raw();
T('one unhex tx',db.transaction(()=>{for(const h of hex)oneU.get(h)}));
for (const n of [256,1024,4096]){
const j=db.prepare(`select ${place2} from json_each(?) j left join chunks on digest=unhex(j.value)`).raw();
T('json left join '+n,()=>{let c=0;for(let i=0;i<hex.length;i+=n)c+=j.all(JSON.stringify(hex.slice(i,i+n))).length;return c});
const js=db.prepare(`select ${place} from json_each(?) j left join chunks on digest=unhex(j.value)`).raw();
T('json left join id '+n,()=>{let c=0;for(let i=0;i<hex.length;i+=n)c+=js.all(JSON.stringify(hex.slice(i,i+n))).length;return c});
const js2=db.prepare(`select ${place} from json_each(?) j cross join chunks on digest=unhex(j.value)`).raw();
T('json cross join id '+n,()=>{let c=0;for(let i=0;i<hex.length;i+=n)c+=js2.all(JSON.stringify(hex.slice(i,i+n))).length;return c});
const jp=db.prepare(`select frame_offset,frame_length,offset,length,container from json_each(?) j left join chunks on digest=unhex(j.value)`).raw();
T('json join 5 cols '+n,()=>{let c=0;for(let i=0;i<hex.length;i+=n)c+=jp.all(JSON.stringify(hex.slice(i,i+n))).length;return c});
}
const jg=db.prepare(`select json_group_array(json_array(${place2})) from (select * from json_each(?) j left join chunks on digest=unhex(j.value))`).pluck();
T('json group',()=>{let c=0;for(let i=0;i<hex.length;i+=1024)c+=JSON.parse(jg.get(JSON.stringify(hex.slice(i,i+1024)))).length;return c});
const n=256;const st=db.prepare(`select hex(digest),${place2} from chunks where digest in (${Array(n).fill('unhex(?)').join()})`).raw();
T('in unhex '+n,()=>{let c=0;for(let i=0;i+n<=hex.length;i+=n){c+=st.all(...hex.slice(i,i+n)).length}return c});
const srt=[...hex].sort();
{const n=4096;const jp=db.prepare(`select ${place2} from json_each(?) j left join chunks on digest=unhex(j.value)`).raw();
T('json join sorted '+n,()=>{let c=0;for(let i=0;i<hex.length;i+=n)c+=jp.all(JSON.stringify(srt.slice(i,i+n))).length;return c});}
const sub=db.prepare(`select length from chunks where digest=?`).pluck();
T('one tx 1 col',db.transaction(()=>{for(const h of hex)sub.get(Buffer.from(h,'hex'))}));
