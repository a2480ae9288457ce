"""The payment gateway as it speaks: signed JSON over HTTP."""
