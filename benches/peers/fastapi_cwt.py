"""What one would take in Python: FastAPI with cwt. Port and public key (JWK) are arguments."""

import base64
import json
import sys

import cwt
import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

port, jwk = sys.argv[1:]
key = cwt.COSEKey.from_jwk(json.loads(jwk))
app = FastAPI()


class Asked(BaseModel):
    token: str


@app.post("/verify")
async def verify(asked: Asked):
    padding = "=" * (-len(asked.token) % 4)
    try:
        claims = cwt.decode(base64.urlsafe_b64decode(asked.token + padding), key)
    except Exception as error:
        raise HTTPException(400, "not valid") from error
    stars, product, producer = claims[-65537]
    return {"valid": True, "certificate": {"stars": stars, "product": product, "producer": producer}}


uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning", access_log=False)
