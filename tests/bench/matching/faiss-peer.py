"""FAISS beside Hashline: all neighbours within 31 bits. Builds with all processors, by the clock on the wall; asked by one thread, in processor time. Prints JSON. Arguments: hashes, queries, most queries."""
import json
import os
import sys
import time

import faiss
import numpy

hashes = numpy.fromfile(sys.argv[1], dtype=numpy.uint8).reshape(-1, 32)
queries = numpy.fromfile(sys.argv[2], dtype=numpy.uint8).reshape(-1, 32)


def measure(index, count):
    faiss.omp_set_num_threads(os.cpu_count())
    before = time.perf_counter()
    index.add(hashes)
    build = time.perf_counter() - before
    faiss.omp_set_num_threads(1)
    before = time.process_time()
    # FAISS returns distances below the radius; a first part says how many fit into the time.
    limits, _, _ = index.range_search(queries[:5], 32)
    first = (time.process_time() - before) / 5
    count = max(5, min(count, int(10 / first)))
    before = time.process_time()
    limits, _, _ = index.range_search(queries[:count], 32)
    seconds = time.process_time() - before
    return {"build": build, "rate": count / seconds, "queries": count, "found": int(limits[-1])}


multi = faiss.IndexBinaryMultiHash(256, 16, 16)
multi.nflip = 1
most = int(sys.argv[3])
result = {"version": faiss.__version__, "multi": measure(multi, most)}
del multi
result["flat"] = measure(faiss.IndexBinaryFlat(256), most)
print(json.dumps(result))
