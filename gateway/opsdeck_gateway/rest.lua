-- REST's manners, which the transcoder does not have: statuses other than 200, and the one shape
-- of errors, {"error": "..."}. It runs on REST routes alone; gRPC answers pass untouched.

local GRPC_HEADERS = {
  "grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-accept-encoding", "grpc-encoding",
}

local FALLBACK = {
  ["400"] = "the request is not one that the server takes",
  ["401"] = "the bearer token is missing or wrong",
  ["403"] = "that is not allowed",
  ["404"] = "there is no such thing",
  ["409"] = "that is in conflict with what is there",
  ["429"] = "too much at once: try again later",
  ["501"] = "the server does not do that",
  ["503"] = "the server does not answer: try again in a moment",
  ["504"] = "the server took too long: try again",
}

local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

-- grpc-message is percent-encoded UTF-8 (the gRPC protocol over HTTP/2).
local function decoded(text)
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(c)
    return ESCAPES[c] or string.format("\\u%04x", c:byte())
  end) .. '"'
end

function envoy_on_request(handle)
  -- Ids are ASCII: a byte above it, which need not even be UTF-8, is refused before the
  -- transcoder makes a 500 of it.
  local path = handle:headers():get(":path") or ""
  if path:match("^[^?]*%%[89a-fA-F]%x") then
    handle:respond(
      { [":status"] = "400", ["content-type"] = "application/json" },
      '{"error":"the path holds characters that no id has"}'
    )
  end
end

function envoy_on_response(handle)
  local headers = handle:headers()
  local status = headers:get(":status")
  local grpc_status = headers:get("grpc-status")
  local message = headers:get("grpc-message")
  for _, name in ipairs(GRPC_HEADERS) do headers:remove(name) end

  if status == "200" then
    local success = handle:metadata():get("success_status")
    if success then headers:replace(":status", success) end
    if success == "204" then
      headers:remove("content-type")
      handle:body(true):setBytes("")
    end
  elseif grpc_status then
    -- The server refused; what Envoy itself refuses has its shape from local_reply_config.
    local text = message and message ~= "" and decoded(message) or FALLBACK[status] or "the server failed"
    local body = '{"error":' .. quoted(text) .. "}"
    handle:body(true):setBytes(body)
    headers = handle:headers() -- body() yields, and old handles end with that
    headers:replace("content-type", "application/json")
    headers:replace("content-length", tostring(#body))
  end
end
