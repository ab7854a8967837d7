-- REST's manners, which the transcoder does not have: statuses other than 200, and the one shape
-- of errors, {"error": "..."}. gRPC passes untouched.
-- A fault in here is logged by Envoy, and the answer passes as it is.

-- What the server said of itself to a gRPC caller is not for REST.
local GRPC_HEADERS = {
  "grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-accept-encoding", "grpc-encoding",
}

-- Said where the server gave no text.
local FALLBACK = {
  ["400"] = "the request is not one that the server takes",
  ["401"] = "the bearer token is missing or wrong",
  ["403"] = "that is not allowed",
  ["404"] = "there is no such thing",
  ["409"] = "that is in conflict with what is there",
  ["429"] = "too much at once: try again later",
  ["499"] = "the call was cancelled",
  ["503"] = "the server does not answer: try again in a moment",
  ["504"] = "the server took too long: try again",
}

-- Said in any case: a fault's own text may hold what is not for callers.
local ALWAYS = {
  ["500"] = "a fault of the server; its log has the details under the x-request-id of this answer",
  ["501"] = "the server does not do that: it may be older than its contract",
}

-- The server's own text, as a piece of JSON; nil where Envoy answered, whose answers have their
-- shape from local_reply_config. The transcoder writes a google.rpc.Status, in this order; inside
-- its message every quote is escaped, so the end is found. Where it cannot show the details (of a
-- type that the descriptor lacks) it leaves the body empty and the text in grpc-message.
local function message_of(body, grpc_status, grpc_message)
  local message = body:match('^{"code":%d+,"message":(".-"),"details":%[')
  if message then return message end
  if grpc_status and grpc_status ~= "0" then return quoted(decoded(grpc_message or "")) end
  return nil
end

function envoy_on_response(handle)
  local asked = handle:streamInfo():dynamicMetadata():get("opsdeck") or {}
  if asked.grpc or handle:metadata():get("grpc") then return end
  local headers = handle:headers()
  local status = headers:get(":status")
  local grpc_status = headers:get("grpc-status")
  local grpc_message = headers:get("grpc-message")
  for _, name in ipairs(GRPC_HEADERS) do headers:remove(name) end

  if status == "200" then
    local success = handle:metadata():get("success_status")
    if success then headers:replace(":status", success) end
    if success == "204" then
      handle:body(true):setBytes("")
      headers = handle:headers() -- body() yields, and old handles end with that
      headers:remove("content-type")
      headers:remove("content-length") -- a 204 has none (RFC 9110, 8.6)
    end
  elseif tonumber(status) >= 400 then
    local body = handle:body(true)
    local message = message_of(body:getBytes(0, body:length()), grpc_status, grpc_message)
    if message then
      local fixed = ALWAYS[status]
        or (message == '""' and (FALLBACK[status] or "the server refused"))
      local answer = '{"error":' .. (fixed and quoted(fixed) or message) .. "}"
      body:setBytes(answer)
      headers = handle:headers()
      headers:replace("content-type", "application/json")
      headers:replace("content-length", tostring(#answer))
    end
  end

  if asked.head then
    handle:body(true):setBytes("")
    handle:headers():remove("content-length") -- setBytes makes it 0, which GET's is not
  end
end
