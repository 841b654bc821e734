import Db from 'better-sqlite3';
const db=new Db('/tmp/rb/catalog.db',{readonly:true}); db.pragma('cache_size=-16384'); db.pragma('mmap_size=0');
const all=db.prepare('select digest from chunks').pluck().all();
let s=12345; const r=()=>(s=(s*1103515245+12345)&0x7fffffff)/0x7fffffff;
const sh=[...all]; for(let i=sh.length-1;i>0;i--){const j=Math.floor(r()*(i+1));[sh[i],sh[j]]=[sh[j],sh[i]];}
const hex=sh.map(b=>b.toString('hex'));
const place=`refs, kind, frame_offset, frame_length, offset, length, (SELECT id FROM containers WHERE number = chunks.container) AS container`;
const place2=`refs, kind, frame_offset, frame_length, offset, length, container`;
const T=(n,f)=>{for(let k=0;k<2;k++){const t=performance.now();const x=f();console.log(n,(performance.now()-t).toFixed(0),'ms',x);}};
console.log(all.length);
const one=db.prepare(`select ${place} from chunks where digest=?`).raw();
T('one shuffled',()=>{for(const h of hex)one.get(Buffer.from(h,'hex'))});
const one2=db.prepare(`select ${place2} from chunks where digest=?`).raw();
T('one shuffled, container number',()=>{for(const h of hex)one2.get(Buffer.from(h,'hex'))});
T('one sorted',()=>{const q=[...hex].sort();for(const h of q)one.get(Buffer.from(h,'hex'))});
T('one sorted number',()=>{const q=[...hex].sort();for(const h of q)one2.get(Buffer.from(h,'hex'))});
for(const n of [16,64,256]){const st=db.prepare(`select digest,${place} from chunks where digest in (${Array(n).fill('?').join()})`).raw();
T('in '+n,()=>{const p=Array(n);let c=0;for(let i=0;i+n<=hex.length;i+=n){for(let k=0;k<n;k++)p[k]=Buffer.from(hex[i+k],'hex');c+=st.all(...p).length}return c});
const st2=db.prepare(`select digest,${place2} from chunks where digest in (${Array(n).fill('?').join()})`).raw();
T('in number '+n,()=>{const p=Array(n);let c=0;for(let i=0;i+n<=hex.length;i+=n){for(let k=0;k<n;k++)p[k]=Buffer.from(hex[i+k],'hex');c+=st2.all(...p).length}return c});}
T('all rows',()=>db.prepare(`select digest,${place2} from chunks`).raw().all().length);
T('all rows hex',()=>db.prepare(`select hex(digest),${place2} from chunks`).raw().all().length);
// concat blob batch
const cat=db.prepare(`with recursive n(i) as (select 0 union all select i+1 from n where i+1<length(?1)/32) select ${place2} from n join chunks on digest=substr(?1,i*32+1,32)`).raw();
T('blob batch 512',()=>{let c=0;for(let i=0;i<hex.length;i+=512){c+=cat.all(Buffer.from(hex.slice(i,i+512).join(''),'hex')).length}return c});
const agg=db.prepare(`select group_concat(frame_offset||' '||frame_length||' '||offset||' '||length||' '||container) from (with recursive n(i) as (select 0 union all select i+1 from n where i+1<length(?1)/32) select * from n left join chunks on digest=substr(?1,i*32+1,32))`).pluck();
T('blob batch agg 512',()=>{let c=0;for(let i=0;i<hex.length;i+=512){c+=agg.get(Buffer.from(hex.slice(i,i+512).join(''),'hex')).split(',').length}return c});
T('hex->Buffer only',()=>{let c=0;for(const h of hex)c+=Buffer.from(h,'hex').length;return c});
