//! A module in memory, and how it is asked.

use std::path::{Path, PathBuf};

use serde_json::Value;
use wasmi::{Engine, Instance, Memory, Module, Store, TypedFunc};

/// The file that the program holds.
pub fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/inspector.wasm")
}

/// What `tests/inspector` made of this source.
pub fn rebuilt() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/wasm32-unknown-unknown/inspector/ocop.wasm")
}

/// An instance of a module.
pub struct Loaded {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Loaded {
    pub fn of(file: &Path) -> Self {
        let wasm = std::fs::read(file)
            .unwrap_or_else(|error| panic!("{}: {error}; run `tests/inspector`", file.display()));
        let engine = Engine::default();
        let module = Module::new(&engine, &wasm).expect("a valid module");
        assert_eq!(module.imports().len(), 0, "a browser gives it nothing");
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[]).expect("it starts");
        let memory = instance.get_memory(&store, "memory").expect("its memory");
        Self {
            store,
            instance,
            memory,
        }
    }

    /// What it exports, in order of the alphabet.
    pub fn exports(&self) -> Vec<String> {
        let exports = self.instance.exports(&self.store);
        let mut names: Vec<String> = exports.map(|export| export.name().to_owned()).collect();
        names.sort();
        names
    }

    /// Asks a question, with the bytes that go with it.
    pub fn ask(&mut self, act: &str, question: &Value, bytes: &[u8]) -> Value {
        self.put(1, bytes);
        self.put(0, question.to_string().as_bytes());
        serde_json::from_slice(&self.call(act)).expect("an answer is JSON")
    }

    /// Completes a delta by the pack that is held.
    pub fn complete(&mut self, held: &[u8], delta: &[u8]) -> Vec<u8> {
        self.put(1, held);
        self.put(2, delta);
        self.call("complete")
    }

    /// Writes into a buffer.
    pub fn put(&mut self, which: u32, bytes: &[u8]) {
        let length = u32::try_from(bytes.len()).expect("it fits into 32 bits");
        let room: TypedFunc<(u32, u32), u32> = self.export("room");
        let at = room.call(&mut self.store, (which, length)).expect("room");
        self.memory
            .write(&mut self.store, at as usize, bytes)
            .expect("it is in the memory");
    }

    /// Calls an act, and takes its answer.
    pub fn call(&mut self, act: &str) -> Vec<u8> {
        let act: TypedFunc<(), ()> = self.export(act);
        act.call(&mut self.store, ()).expect("it does not trap");
        let at: TypedFunc<(), u32> = self.export("answer");
        let length: TypedFunc<(), u32> = self.export("answer_length");
        let at = at.call(&mut self.store, ()).expect("an answer");
        let length = length.call(&mut self.store, ()).expect("its length");
        let mut answer = vec![0; length as usize];
        self.memory
            .read(&self.store, at as usize, &mut answer)
            .expect("it is in the memory");
        answer
    }

    fn export<P: wasmi::WasmParams, R: wasmi::WasmResults>(&self, name: &str) -> TypedFunc<P, R> {
        self.instance
            .get_typed_func(&self.store, name)
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}
